/// A mean with its standard error.
package struct ScoreStatistics: Sendable, Equatable {
  /// The mean; 0 of no scores.
  package let mean: Double
  /// The standard error of the mean.
  package let standardError: Double

  /// The statistics of scores that were given one by one.
  ///
  /// Of verdicts (0 or 1) the error is the binomial one, √(p(1 - p)/n); of graded scores s/√n with s the sample standard
  /// deviation, and 0 of a single one.
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
