import Models

/// Decodes prompts greedily, batch by batch, and keeps what it has in a journal.
///
/// Batches are made of all prompts, longest first, whether the journal knows some of them or not, and those that it knows
/// whole are passed over: every other batch is the one that it would have been without a cut, to the last bit.
public struct BatchedDecoding {
  private let generator: SequenceGenerator
  private let batch: Int
  private let options: GenerationOptions

  /// A decoding of at most `maximumTokens` for each prompt.
  /// - Parameter batch: prompts that are decoded together, the same as the generator's.
  public init(_ generator: SequenceGenerator, batch: Int, maximumTokens: Int) {
    self.generator = generator
    self.batch = max(1, batch)
    options = GenerationOptions(maximumTokens: maximumTokens, wantsScores: false)
  }

  /// The output of every prompt, in order.
  /// - Parameters:
  ///   - journal: what is known already, and where what is new is kept.
  ///   - shouldStop: asked before each batch that is decoded; when true, the call returns `nil`.
  /// - Throws: `FileError` where the journal cannot be written.
  public func outputs(
    of prompts: [[Int32]], journal: EvaluationJournal? = nil, shouldStop: () -> Bool = { false }
  ) throws -> [Hypothesis]? {
    let order = prompts.indices.sorted { (prompts[$1].count, $0) < (prompts[$0].count, $1) }
    var outputs = [Hypothesis?](repeating: nil, count: prompts.count)
    for start in stride(from: 0, to: order.count, by: batch) {
      let numbers = order[start..<min(start + batch, order.count)]
      let keys = numbers.map { Self.key(prompts[$0]) }
      var found = keys.compactMap { journal?[$0].flatMap(Hypothesis.init(journalText:)) }
      if found.count < numbers.count {
        if shouldStop() { return nil }
        guard let made = generator.generate(numbers.map { prompts[$0] }, options) else { return nil }
        found = made.map { $0[0] }
        try journal?.keep(zip(keys, found).map { ($0, $1.journalText) })
      }
      for (number, output) in zip(numbers, found) { outputs[number] = output }
    }
    return outputs.compactMap { $0 }
  }

  /// A prompt's key: its ids.
  static func key(_ prompt: [Int32]) -> String { prompt.map(String.init).joined(separator: " ") }
}

extension Hypothesis {
  /// The output as a journal keeps it: whether it ended, and its tokens; decoding asks for no scores.
  var journalText: String { (["\(isEnded)"] + tokens.map(String.init)).joined(separator: " ") }

  /// Reads what `journalText` gives; `nil` for anything else.
  init?(journalText: String) {
    let parts = journalText.split(separator: " ", omittingEmptySubsequences: false)
    guard let isEnded = Bool(String(parts[0])) else { return nil }
    let tokens = parts.dropFirst().compactMap { Int32($0) }
    if tokens.count != parts.count - 1 { return nil }
    self.init(tokens: tokens, isEnded: isEnded, logProbability: nil, score: nil)
  }
}
