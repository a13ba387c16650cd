import Foundation
import Instructions

/// Whether one of two models answers the same questions better, question by question.
///
/// Right and wrong answers of a task are compared by the exact sign test on the questions that only one of
/// the two answers (McNemar's test without approximation), graded ones and means over tasks by permutation:
/// under the null hypothesis the sign of each question's difference is a coin (Fisher's randomization test).
/// All p-values are two-sided.
package struct PairedComparison: Sendable, Equatable, Codable {
  /// The scores of both on the questions of a task.
  package struct Pairs: Sendable, Equatable {
    /// The task's name.
    package var task: String
    /// Whether scores can be between 0 and 1.
    package var isGraded: Bool
    /// The scores of the first and of the second, question by question.
    package var scores: [(first: Double, second: Double)]

    /// Pairs of scores.
    package init(task: String, isGraded: Bool, scores: [(first: Double, second: Double)]) {
      self.task = task
      self.isGraded = isGraded
      self.scores = scores
    }

    package static func == (left: Self, right: Self) -> Bool {
      left.task == right.task && left.isGraded == right.isGraded
        && left.scores.elementsEqual(right.scores, by: ==)
    }

    /// What the first has more than the second.
    var differences: [Double] { scores.map { $0.first - $0.second } }
  }

  /// The comparison on one task.
  package struct TaskResult: Sendable, Equatable, Codable {
    /// The task's name.
    package let task: String
    /// Questions.
    package let count: Int
    /// The score of the first.
    package let first: Double
    /// The score of the second.
    package let second: Double
    /// What the first has more.
    package let difference: Double
    /// The standard error of the difference, from the differences of the single questions.
    package let standardError: Double
    /// Questions that the first answers better.
    package let wins: Int
    /// Questions that the second answers better.
    package let losses: Int
    /// The two-sided p-value of no difference.
    package let pValue: Double
  }

  /// The tasks.
  package let tasks: [TaskResult]
  /// The unweighted mean over tasks of the first's scores.
  package let first: Double
  /// The same of the second.
  package let second: Double
  /// What the first has more.
  package let difference: Double
  /// The standard error of that.
  package let standardError: Double
  /// The two-sided p-value of no difference in the mean over tasks.
  package let pValue: Double

  /// Permutations that are drawn.
  static let draws = 10_000

  /// Compares two models.
  /// - Parameter seed: what the permutations follow from.
  package init(_ tasks: [Pairs], seed: UInt64 = 0) {
    self.tasks = tasks.map { Self.result($0, seed: seed) }
    let number = Double(max(1, tasks.count))
    first = self.tasks.reduce(0) { $0 + $1.first } / number
    second = self.tasks.reduce(0) { $0 + $1.second } / number
    difference = self.tasks.reduce(0) { $0 + $1.difference } / number
    standardError =
      self.tasks.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot() / number
    // Each question weighs in the mean over tasks what it weighs in its task.
    let weighted = tasks.flatMap { task in
      task.differences.map { $0 / Double(max(1, task.scores.count)) / number }
    }
    pValue = Self.permutationValue(weighted, seed: seed, label: "mean over tasks")
  }

  private static func result(_ task: Pairs, seed: UInt64) -> TaskResult {
    let differences = task.differences
    let (wins, losses) = (differences.count { $0 > 0 }, differences.count { $0 < 0 })
    let statistics = ScoreStatistics(differences, isGraded: true)
    let count = Double(max(1, task.scores.count))
    return TaskResult(
      task: task.task, count: task.scores.count, first: task.scores.reduce(0) { $0 + $1.first } / count,
      second: task.scores.reduce(0) { $0 + $1.second } / count, difference: statistics.mean,
      standardError: statistics.standardError, wins: wins, losses: losses,
      pValue: task.isGraded
        ? permutationValue(differences, seed: seed, label: task.task)
        : signTestValue(wins: wins, losses: losses))
  }

  /// The probability of a split at least as uneven as this one where each of the two is equally likely to
  /// win.
  static func signTestValue(wins: Int, losses: Int) -> Double {
    let count = wins + losses
    if count == 0 { return 1 }
    // Logarithms of binomial terms: their own values leave the range of a double from 1,075 questions on.
    let halves = Double(count) * log(0.5)
    var logBinomial = 0.0
    var tail = exp(halves)
    for k in 0..<min(wins, losses) {
      logBinomial += log(Double(count - k) / Double(k + 1))
      tail += exp(logBinomial + halves)
    }
    return min(1, 2 * tail)
  }

  /// The share of random signs under which the sum of the differences is at least as far from 0 as it is, the
  /// signs as they are counted among them.
  static func permutationValue(_ differences: [Double], seed: UInt64, label: String) -> Double {
    let differences = differences.filter { $0 != 0 }
    if differences.isEmpty { return 1 }
    let observed = abs(differences.reduce(0, +))
    // Sums in another order may differ in their last bits.
    let limit = observed - 1e-12 * differences.reduce(0) { $0 + abs($1) }
    let random = CounterRandom(seed: seed, label: "paired comparison \(label)")
    var extreme = 0
    for draw in 0..<draws {
      var (sum, bits) = (0.0, UInt64(0))
      for (index, difference) in differences.enumerated() {
        if index % 64 == 0 { bits = random.bits(at: UInt64(draw), domain: UInt64(index / 64)) }
        sum += bits & 1 == 0 ? difference : -difference
        bits >>= 1
      }
      if abs(sum) >= limit { extreme += 1 }
    }
    return Double(extreme + 1) / Double(draws + 1)
  }
}
