import Autograd
import Instructions
import Models
import Tokenization

extension Evaluator {
  /// Bytes that an evaluator's programs hold at most, beside the parameters.
  /// - Parameter promptLengths: tokens of every prompt of the sets.
  package static func workspaceBytes(
    _ model: any LanguageModel, runtime: any Runtime, tokenizer: any Tokenizer, packer: Packer, batch: Int,
    maximumTokens: Int, promptLengths: [Int]
  ) -> Int {
    let shape = PackedShape(
      rows: packer.configuration.rows, inputLength: packer.configuration.inputLength,
      targetLength: packer.configuration.targetLength)
    return TeacherForcing.workspace(model, shape, runtime: runtime).shared
      + model.byteCount(ofBatch: PackedShape(joiningFullRowsOf: shape))
      + SequenceGenerator.workspaceBytes(
        model, runtime: runtime, lengths: promptLengths, batch: batch, maximumTokens: maximumTokens,
        candidates: tokenizer.vocabularySize, wantsScores: false)
  }
}
