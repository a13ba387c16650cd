/// A mean with its standard error.
package struct ScoreStatistics: Sendable, Equatable {
  /// The mean; 0 of no scores.
  package let mean: Double
  /// The standard error of the mean.
  package let standardError: Double

  /// The statistics of scores that were given one by one.
  ///
  /// Of verdicts (0 or 1) the error is the binomial one, √(p(1 - p)/n); of graded scores s/√n with s the
  /// sample standard deviation, and 0 of a single one.
  package init(_ scores: [Double], isGraded: Bool) {
    let count = Double(scores.count)
    guard count > 0 else {
      mean = 0
      standardError = 0
      return
    }
    let mean = scores.reduce(0, +) / count
    self.mean = mean
    if isGraded {
      let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      standardError = count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
    } else {
      standardError = (max(0, mean * (1 - mean)) / count).squareRoot()
    }
  }
}

/// Scores above what random guessing gives.
///
/// "Scaling Instruction-Finetuned Language Models" (Chung et al. 2022, arXiv 2210.11416), footnote 5, there
/// in percent: norm(x) = 100 (x - r)/(100 - r) with r the task's random-guess baseline. Here everything is a
/// fraction of 1.
package enum RandomGuessing {
  /// A score on the scale where 0 is the baseline and 1 is everything right; negative below the baseline.
  /// - Parameters:
  ///   - score: from 0 to 1.
  ///   - baseline: at least 0 and below 1.
  package static func normalized(_ score: Double, baseline: Double) -> Double {
    (score - baseline) / (1 - baseline)
  }

  /// The same of a score that may be unknown; `nil` as well where guessing gets everything right.
  package static func normalized(_ score: Double?, chance: Double?) -> Double? {
    guard let score, let chance, chance < 1 else { return nil }
    return normalized(score, baseline: chance)
  }

  /// The mean over tasks of the normalized scores; not the normalized mean, which differs where baselines do.
  package static func normalizedMean(_ tasks: [(score: Double, baseline: Double)]) -> Double {
    tasks.reduce(0) { $0 + normalized($1.score, baseline: $1.baseline) } / Double(max(1, tasks.count))
  }

  /// The baseline of questions with the given numbers of options: the mean of 1/options. A question with a
  /// single option, whose list is broken, does not count.
  /// - Returns: `nil` where no question has options.
  package static func baseline(optionCounts: [Int]) -> Double? {
    let counts = optionCounts.filter { $0 > 1 }
    return counts.isEmpty ? nil : counts.reduce(0) { $0 + 1 / Double($1) } / Double(counts.count)
  }

  /// The options that a question lists: after its last line `Options:`, the letters in parentheses that lines
  /// begin with, or else what follows a hyphen, as BIG-Bench Hard has them; none where it lists none.
  package static func options(inQuestion text: String) -> [String] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let start = lines.lastIndex(where: { $0.hasPrefix("Options:") }) else { return [] }
    let list = lines[(start + 1)...]
    let lettered = list.compactMap { line -> String? in
      let marks = Array(line.unicodeScalars.prefix(3))
      let isLetter =
        marks.count == 3 && marks[0] == "(" && marks[1].properties.isAlphabetic && marks[2] == ")"
      return isLetter ? "(\(marks[1]))" : nil
    }
    if !lettered.isEmpty { return lettered }
    return list.filter { $0.hasPrefix("- ") }.map { PlainText.stripped($0.dropFirst(2)) }
  }
}
