import Autograd
import Checkpoints
import Diagnostics
import Foundation
import Models
import Tokenization

/// Answers prompts with the model of a folder.
public final class TextGenerator {
  /// An answer.
  public struct Generation: Sendable, Codable, Equatable {
    /// The prompt.
    public let prompt: String
    /// The answer.
    public let output: String
    /// The answer's ids, without the end-of-sequence id.
    public let outputIDs: [Int32]

    private enum CodingKeys: String, CodingKey {
      case prompt, output
      case outputIDs = "output_ids"
    }
  }

  private let tokenizer: any Tokenizer
  private let decoder: GreedyDecoder

  /// Opens a Hugging Face T5 folder.
  /// - Parameter batch: prompts that are decoded together.
  /// - Throws: any `UserError` about the folder.
  public init(folder: String, runtime: any Runtime, batch: Int) throws {
    let opened = try OpenedModel(folder: folder)
    tokenizer = try ModelVocabulary.open(folder)
    try opened.requireRows(for: tokenizer)
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    decoder = GreedyDecoder(
      opened.model, parameters, runtime: runtime, rows: batch, candidates: tokenizer.vocabularySize,
      endID: tokenizer.endOfSequenceID)
  }

  /// Answers every prompt, in order.
  public func generate(_ prompts: [String], maximumTokens: Int) -> [Generation] {
    let ids = prompts.map { tokenizer.encode($0) + [tokenizer.endOfSequenceID] }
    let outputs = decoder.decode(ids, maximumTokens: maximumTokens) ?? []
    return zip(prompts, outputs).map { prompt, output in
      Generation(prompt: prompt, output: tokenizer.decode(output.tokens), outputIDs: output.tokens)
    }
  }
}
