/// What a study says to one of its rules.
package struct Verdict: Sendable, Equatable, Codable {
  /// The answers.
  package enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The claim holds here.
    case reproduced
    /// The claim does not hold here.
    case notReproduced
    /// The interval lies on both sides.
    case inconclusive
    /// Runs are missing.
    case incomplete

    /// The answer in words.
    package var words: String {
      switch self {
      case .reproduced: "reproduced"
      case .notReproduced: "not reproduced"
      case .inconclusive: "inconclusive"
      case .incomplete: "incomplete"
      }
    }

    /// What several answers come to: all must hold, and one that fails decides.
    package static func of(all outcomes: [Outcome]) -> Outcome {
      if outcomes.contains(.incomplete) { return .incomplete }
      if outcomes.contains(.notReproduced) { return .notReproduced }
      return outcomes.allSatisfy { $0 == .reproduced } ? .reproduced : .inconclusive
    }
  }

  /// A number that decides, and its limit.
  package struct Part: Sendable, Equatable, Codable {
    /// What the number is.
    package let quantity: String
    /// The number with its interval.
    package let estimate: Estimate
    /// What the interval must lie on one side of.
    package let limit: Double
    /// Whether the claim is that it lies above.
    package let isAbove: Bool

    /// What the number says: the claim holds where the whole interval lies on its side of the limit, fails
    /// where it lies on the other.
    package var outcome: Outcome {
      let (isOver, isUnder) = (estimate.low > limit, estimate.high < limit)
      if isAbove ? isOver : isUnder { return .reproduced }
      return (isAbove ? isUnder : isOver) ? .notReproduced : .inconclusive
    }
  }

  /// What the verdict is on.
  package let title: String
  /// The rule in words.
  package let rule: String
  /// The measure.
  package let measure: String
  /// The numbers that decide; none where runs are missing.
  package let parts: [Part]
  /// Seeds and units that the intervals are drawn from.
  package let seeds: Int
  /// Clusters or tasks.
  package let units: Int
  /// Why nothing can be told whatever the numbers say: nobody is above a guess. `nil` where somebody is.
  package let floor: String?
  /// What it comes to.
  package let outcome: Outcome
}
