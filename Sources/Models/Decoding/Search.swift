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
  /// The hypotheses to be continued; none when the search is over. Parents count among the rows of the
  /// previous step.
  var rows: [SearchRow] { get }

  /// Takes the next tokens of every row.
  mutating func advance(_ next: [NextTokens])

  /// The token that the latest step settled, unless it is the end; `nil` where nothing is settled before the
  /// search is over.
  var latestToken: Int32? { get }

  /// What was found, best first.
  var hypotheses: [Hypothesis] { get }
}

/// The rules that every search follows.
struct SearchRules {
  let options: GenerationOptions
  /// The id that the first step takes.
  let startID: Int32
  /// The ids that end an output.
  let endIDs: [Int32]

  /// Whether an id ends an output.
  func isEnd(_ id: Int32) -> Bool { endIDs.contains(id) }

  /// How many continuations beams look at: of each, one that goes on is left if all others end.
  func continuations(ofBeams count: Int) -> Int { max(2, 1 + endIDs.count) * count }

  /// Whether the end may come as the token after `length` others.
  func mayEnd(after length: Int) -> Bool { length >= options.minimumTokens }

  /// A finished hypothesis.
  /// - Parameter tokens: with the id that ends them, if there is one.
  func hypothesis(_ tokens: [Int32], logProbability: Double?) -> Hypothesis {
    let isEnded = tokens.last.map(isEnd) ?? false
    return Hypothesis(
      tokens: isEnded ? tokens.dropLast() : tokens, isEnded: isEnded, logProbability: logProbability,
      score: logProbability.map { options.score(logProbability: $0, length: tokens.count) })
  }
}

/// Takes the most likely token at every step.
struct GreedySearch: Search {
  private let rules: SearchRules
  private var tokens: [Int32] = []
  /// The sum so far; `nil` where steps give no log-probabilities.
  private var logProbability: Double? = 0
  private var isOver: Bool

  init(_ rules: SearchRules) {
    self.rules = rules
    isOver = rules.options.maximumTokens < 1
  }

  var rows: [SearchRow] {
    isOver ? [] : [SearchRow(token: tokens.last ?? rules.startID, parent: 0)]
  }

  mutating func advance(_ next: [NextTokens]) {
    let (ids, values) = (next[0].ids ?? [], next[0].logProbabilities)
    guard let best = ids.indices.first(where: { !rules.isEnd(ids[$0]) || rules.mayEnd(after: tokens.count) })
    else {
      isOver = true  // the vocabulary has nothing but the end
      return
    }
    tokens.append(ids[best])
    logProbability = values.isEmpty ? nil : logProbability.map { $0 + Double(values[best]) }
    isOver = rules.isEnd(ids[best]) || tokens.count == rules.options.maximumTokens
  }

  var latestToken: Int32? { tokens.last.flatMap { rules.isEnd($0) ? nil : $0 } }

  var hypotheses: [Hypothesis] { [rules.hypothesis(tokens, logProbability: logProbability)] }
}
