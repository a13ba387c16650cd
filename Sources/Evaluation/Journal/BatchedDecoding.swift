import Models
import ProcessGroups

/// Decodes prompts greedily, batch by batch, and keeps what it has in a journal: see `JournaledBatches`.
package struct BatchedDecoding {
  private let generator: SequenceGenerator
  private let batch: Int
  private let options: GenerationOptions
  private let kind: String
  private let ranks: (any ProcessGroup)?

  /// A decoding of at most `maximumTokens` for each prompt.
  /// - Parameters:
  ///   - batch: prompts that are decoded together, the same as the generator's.
  ///   - kind: keeps the journal's answers apart from those of decodings with other limits.
  ///   - ranks: the processes that share the prompts.
  package init(
    _ generator: SequenceGenerator, batch: Int, maximumTokens: Int, kind: String = "",
    ranks: (any ProcessGroup)? = nil
  ) {
    self.ranks = ranks
    self.generator = generator
    self.batch = max(1, batch)
    self.kind = kind
    options = GenerationOptions(maximumTokens: maximumTokens, wantsScores: false)
  }

  /// The output of every prompt, in order.
  /// - Parameters:
  ///   - journal: what is known already, and where what is new is kept.
  ///   - shouldStop: asked before each batch that is decoded; when true, the call returns `nil`.
  ///   - onBatch: told at the start, and after each batch, how many prompts have their outputs.
  /// - Throws: `FileError` where the journal cannot be written; what the runtime and `onBatch` throw.
  package func outputs(
    of prompts: [[Int32]], journal: EvaluationJournal? = nil, shouldStop: () -> Bool = { false },
    onBatch: (_ done: Int) throws -> Void = { _ in }
  ) throws -> [Hypothesis]? {
    var outputs = [Hypothesis?](repeating: nil, count: prompts.count)
    var done = 0
    try onBatch(done)
    let isDone = try JournaledBatches(prompts.map(\.count)) { _ in batch }.answer(
      journal: journal, sharedBy: ranks, key: { kind + Self.key(prompts[$0]) }, shouldStop: shouldStop,
      by: { numbers in try generator.generate(numbers.map { prompts[$0] }, options)?.map { $0[0] } }
    ) { numbers, found in
      for (number, output) in zip(numbers, found) { outputs[number] = output }
      done += numbers.count
      try onBatch(done)
    }
    return isDone ? outputs.compactMap { $0 } : nil
  }

  /// A prompt's key: its ids.
  static func key(_ prompt: [Int32]) -> String { prompt.map(String.init).joined(separator: " ") }
}

extension Hypothesis: JournaledAnswer {
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
