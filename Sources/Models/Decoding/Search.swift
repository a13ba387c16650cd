/// The tokens that may come next in one row, with their log-probabilities.
struct NextTokens {
  /// The ids; `nil` where element i is of id i.
  let ids: [Int32]?
  /// In the order of the ids: the best first where there are ids. Empty where only the best id is wanted.
  let logProbabilities: [Float]
}

/// A row of the next step: a hypothesis's latest token, and the row of the previous step that it continues.
struct SearchRow: Equatable {
  let token: Int32
  let parent: Int
}

/// The search for the outputs of one prompt, a token at a time; it knows nothing of models.
protocol Search {
  /// The hypotheses to be continued; none when the search is over. Parents count among the rows of the previous step.
  var rows: [SearchRow] { get }

  /// Takes the next tokens of every row.
  mutating func advance(_ next: [NextTokens])

  /// The token that the latest step settled, unless it is the end; `nil` where nothing is settled before the search is
  /// over.
  var latestToken: Int32? { get }

  /// What was found, best first.
  var hypotheses: [Hypothesis] { get }
}

/// What every search goes by.
struct SearchRules {
  let options: GenerationOptions
  /// The id that the first step takes.
  let startID: Int32
  /// The end-of-sequence id.
  let endID: Int32

  /// Whether the end may come as the token after `length` others.
  func mayEnd(after length: Int) -> Bool { length >= options.minimumTokens }

  /// A finished hypothesis.
  /// - Parameter tokens: with the end-of-sequence id, if it has one.
  func hypothesis(_ tokens: [Int32], logProbability: Double?) -> Hypothesis {
    let isEnded = tokens.last == endID
    return Hypothesis(
      tokens: isEnded ? tokens.dropLast() : tokens, isEnded: isEnded, logProbability: logProbability,
      score: logProbability.map { options.score(logProbability: $0, length: tokens.count) })
  }
}
