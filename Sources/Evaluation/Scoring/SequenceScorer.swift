import Autograd
import Instructions
import Models

/// Log-probabilities of given targets, token by token, with teacher forcing; pairs share rows as segments.
///
/// The program is kept as long as pairs fit its rows, and made anew for longer ones.
package final class SequenceScorer {
  private let model: any LanguageModel
  private let parameters: ParameterStore
  private let runtime: any Runtime
  private var prepared: TeacherForcing?

  /// Tokens of a batch on its longer side: enough to keep matrix products busy.
  private static let tokensPerBatch = 2048
  /// The granularity of row lengths, in tokens.
  private static let lengthStep = 32

  /// A scorer of the model in `parameters`.
  package init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime) {
    self.model = model
    self.parameters = parameters
    self.runtime = runtime
  }

  /// The log-probability of every target token of every pair, in nats.
  /// - Parameter pairs: ids of the model's vocabulary.
  /// - Throws: what the runtime throws where it compiles or runs a program.
  package func logProbabilities(of pairs: [(inputs: [Int32], targets: [Int32])]) throws -> [[Float]] {
    var scores = [[Float]](repeating: [], count: pairs.count)
    if pairs.isEmpty { return scores }
    let program = prepare(for: pairs)
    let shape = program.shape
    for packed in PackedPairs.pack(
      pairs, rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength)
    {
      let losses = try program.crossEntropies(packed.batch)
      for place in packed.places { scores[place.pair] = losses[place.targets].map { 0 - $0 } }
    }
    return scores
  }

  /// The program for these pairs: rows of its length for the longest, and no more rows than they fill.
  private func prepare(for pairs: [(inputs: [Int32], targets: [Int32])]) -> TeacherForcing {
    func rounded(_ longest: Int?, atLeast least: Int?) -> Int {
      let steps = (max(longest ?? 1, 1) + Self.lengthStep - 1) / Self.lengthStep
      return max(steps * Self.lengthStep, least ?? 0)
    }
    let old = prepared?.shape
    let inputLength = rounded(pairs.map(\.inputs.count).max(), atLeast: old?.inputLength)
    let targetLength = rounded(pairs.map(\.targets.count).max(), atLeast: old?.targetLength)
    let needed = PackedPairs.rowCount(pairs, inputLength: inputLength, targetLength: targetLength)
    let rows = max(1, min(needed, Self.tokensPerBatch / max(inputLength, targetLength)))
    let shape = PackedShape(
      rows: max(
        rows, old?.inputLength == inputLength && old?.targetLength == targetLength ? old?.rows ?? 0 : 0),
      inputLength: inputLength, targetLength: targetLength)
    if let prepared, prepared.shape == shape { return prepared }
    prepared = nil  // before the next one takes its memory
    let program = TeacherForcing(model, parameters, runtime: runtime, shape: shape)
    prepared = program
    return program
  }
}
