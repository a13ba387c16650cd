import Models

/// How far the log-probabilities that a model gives with its weights kept one way are from those with them
/// kept another way.
package struct ScoreAgreement: Sendable {
  /// Targets.
  package private(set) var targets = 0
  /// Tokens of all targets.
  package private(set) var tokens = 0
  private var sum = 0.0
  private var magnitudes = 0.0
  /// The largest difference of a token's log-probabilities, in nats.
  package private(set) var largest = 0.0

  /// No targets yet.
  package init() {}

  /// Takes the scores of one target.
  package mutating func add(_ score: PairScorer.Score, beside other: PairScorer.Score) {
    targets += 1
    for (a, b) in zip(score.tokenLogProbabilities, other.tokenLogProbabilities) {
      let difference = Double(a) - Double(b)
      tokens += 1
      sum += difference
      magnitudes += abs(difference)
      largest = max(largest, abs(difference))
    }
  }

  /// The mean over all tokens of the differences, in nats; below 0 where targets have become less likely.
  package var mean: Double { sum / Double(max(1, tokens)) }
  /// The mean over all tokens of the differences' magnitudes, in nats.
  package var meanMagnitude: Double { magnitudes / Double(max(1, tokens)) }
}

/// How far the answers that a model gives with its weights kept one way are those with them kept another way.
package struct AnswerAgreement: Sendable {
  /// Answers.
  package private(set) var answers = 0
  /// Answers that are the same, token by token.
  package private(set) var same = 0
  /// Tokens of the other answers, their ends included, and how many of them stand before the first that
  /// differs.
  package private(set) var tokens = 0
  package private(set) var before = 0
  /// Tokens of both ways, their ends included, and the seconds that they took.
  package private(set) var made: (own: Int, other: Int) = (0, 0)
  package private(set) var seconds: (own: Double, other: Double) = (0, 0)

  /// No answers yet.
  package init() {}

  /// Takes the answers to the same prompts, and the seconds that they took.
  package mutating func add(
    _ own: [TextGenerator.Generation], seconds ownSeconds: Double,
    beside other: [TextGenerator.Generation], seconds otherSeconds: Double
  ) {
    for (a, b) in zip(own, other) {
      let (first, second) = (Self.tokens(a), Self.tokens(b))
      let common = zip(first, second).prefix { $0 == $1 }.count
      answers += 1
      if first == second { same += 1 }
      tokens += second.count
      before += common
      made.own += first.count
      made.other += second.count
    }
    seconds.own += ownSeconds
    seconds.other += otherSeconds
  }

  /// The ids, with one that none has for the end.
  private static func tokens(_ generation: TextGenerator.Generation) -> [Int32] {
    generation.outputIDs + (generation.ended ? [-1] : [])
  }
}
