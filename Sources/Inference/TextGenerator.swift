import JSON
import Models
import Tokenization

/// Answers prompts with a model.
package final class TextGenerator {
  /// A prompt.
  package struct Prompt: Sendable {
    /// Its text, where it was given as text.
    package let text: String?
    /// Its ids.
    package let ids: [Int32]
  }

  /// An answer.
  package struct Generation: Sendable, Codable, Equatable {
    /// The prompt's text, where it was given as text.
    package let prompt: String?
    /// The answer, where the model has a tokenizer.
    package let output: String?
    /// The answer's ids, without the end-of-sequence id.
    package let outputIDs: [Int32]
    /// The sum of the log-probabilities of the answer's tokens, its end included, over their number to the
    /// power of the length penalty; where it was wanted.
    package let score: Double?
    /// Whether the model ended the answer; else the limit cut it.
    package let ended: Bool
    /// What the weights were rounded to; `nil` where they are as they are.
    package let weights: WeightFormat?

    /// Whether the model ended the answer before its first word.
    package var isEmpty: Bool { ended && (output?.isEmpty ?? outputIDs.isEmpty) }

    private enum CodingKeys: String, CodingKey {
      case prompt, output, score, ended, weights
      case outputIDs = "output_ids"
    }
  }

  private let model: InferenceModel
  private let generator: SequenceGenerator

  /// - Parameter batch: prompts that are decoded together.
  package init(_ model: InferenceModel, batch: Int) {
    self.model = model
    generator = SequenceGenerator(
      model.model, model.parameters, runtime: model.runtime, batch: batch, candidates: model.candidates,
      endIDs: model.model.answerEndIDs)
  }

  /// A prompt of text.
  /// - Throws: an error about the folder where it has no tokenizer.
  package func prompt(_ text: String) throws -> Prompt {
    Prompt(text: text, ids: try model.ids(of: .prompt, text))
  }

  /// The prompt of a line `{"inputs": text}`, or `{"input_ids": [...]}` with the end-of-sequence id in it.
  /// - Throws: `JSONError`, or an error about the folder where there is text but no tokenizer.
  package func prompt(_ line: JSONObject) throws -> Prompt {
    let (text, ids) = try model.tokens(of: .prompt, line, text: "inputs", numbers: "input_ids")
    return Prompt(text: text, ids: ids)
  }

  /// Answers every prompt, in order.
  /// - Parameters:
  ///   - firstPrompt: the number of the first prompt, which sampling draws by.
  ///   - isInterrupted: asked before each token; when true, the answers end with what they have.
  ///   - onText: gets the answer to the only prompt piece by piece, as far as it is settled; a search that
  ///     settles nothing before its end gives all at once.
  /// - Throws: what the runtime throws where it compiles or runs a program.
  package func generate(
    _ prompts: [Prompt], _ options: GenerationOptions, firstPrompt: Int = 0,
    isInterrupted: () -> Bool = { false }, onText: ((String) -> Void)? = nil
  ) throws -> [Generation] {
    var stream = onText.flatMap { onText in model.tokenizer.map { TextStream($0, onText) } }
    let outputs = try generator.generate(
      prompts.map(\.ids), options, firstPrompt: firstPrompt, isInterrupted: isInterrupted,
      onToken: { _, token in stream?.append(token) })
    let generations = zip(prompts, outputs ?? []).map { prompt, hypotheses in
      let best = hypotheses[0]
      return Generation(
        prompt: prompt.text, output: model.tokenizer?.answer(best.tokens), outputIDs: best.tokens,
        score: best.score, ended: best.isEnded, weights: model.weights.ifRounded)
    }
    if let output = generations.first?.output { stream?.finish(output) }
    return generations
  }
}

/// Text that grows with its tokens. A token's text can depend on its neighbors, and one character can take
/// several tokens, so all are decoded anew, and what whole characters have been added is given out.
package struct TextStream {
  private let tokenizer: any Tokenizer
  private let onText: (String) -> Void
  private var tokens: [Int32] = []
  private var given = ""

  /// - Parameter onText: gets the text piece by piece.
  package init(_ tokenizer: any Tokenizer, _ onText: @escaping (String) -> Void) {
    self.tokenizer = tokenizer
    self.onText = onText
  }

  /// Takes the next token.
  package mutating func append(_ token: Int32) {
    tokens.append(token)
    let text = tokenizer.answer(tokens)
    // The bytes of an unfinished character decode to U+FFFD; the character is given out when it is whole.
    if text.unicodeScalars.last != "\u{FFFD}" { give(text) }
  }

  /// Gives out what was held back.
  /// - Parameter output: the text of all tokens; where it does not go on from what was given, it follows on a
  ///   new line.
  package mutating func finish(_ output: String) {
    if !give(output) { onText("\n" + output) }
  }

  /// Gives out what `text` has beyond what was given.
  /// - Returns: whether it goes on from there. Bytes are compared, not characters: an accent may join the
  ///   letter before.
  @discardableResult private mutating func give(_ text: String) -> Bool {
    guard text.utf8.starts(with: given.utf8) else { return false }
    let added = text.utf8.dropFirst(given.utf8.count)
    if !added.isEmpty { onText(String(decoding: added, as: UTF8.self)) }
    given = text
    return true
  }
}
