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
    guard let best = ids.indices.first(where: { ids[$0] != rules.endID || rules.mayEnd(after: tokens.count) })
    else {
      isOver = true  // the vocabulary has nothing but the end
      return
    }
    tokens.append(ids[best])
    logProbability = values.isEmpty ? nil : logProbability.map { $0 + Double(values[best]) }
    isOver = ids[best] == rules.endID || tokens.count == rules.options.maximumTokens
  }

  var latestToken: Int32? { tokens.last.flatMap { $0 == rules.endID ? nil : $0 } }

  var hypotheses: [Hypothesis] { [rules.hypothesis(tokens, logProbability: logProbability)] }
}
