import Foundation

/// How scores grow with the sizes of arms, per doubling.
package struct SizeTrend: Sendable, Equatable {
  /// The binary logarithms of the sizes, which rise.
  private let doublings: [Double]

  /// A trend over sizes above 0 that rise; at least two.
  package init(sizes: [Double]) {
    precondition(sizes.count > 1 && sizes.allSatisfy { $0 > 0 })
    doublings = sizes.map { log2($0) }
  }

  /// The slope of the line of least squares: points per doubling.
  package func slope(of scores: [Double]) -> Double {
    let count = Double(doublings.count)
    let (x, y) = (doublings.reduce(0, +) / count, scores.reduce(0, +) / count)
    let above = zip(doublings, scores).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    return above / doublings.reduce(0) { $0 + ($1 - x) * ($1 - x) }
  }

  /// What each size gains on the one before, in points per doubling.
  package func gains(of scores: [Double]) -> [Double] {
    doublings.indices.dropFirst().map { index in
      (scores[index] - scores[index - 1]) / (doublings[index] - doublings[index - 1])
    }
  }

  /// By how much the last gain lies below half of the best before it, in points per doubling: above 0 where
  /// the curve flattens. At least three sizes.
  package func flattening(of scores: [Double]) -> Double {
    let gains = gains(of: scores)
    return (gains.dropLast().max() ?? 0) / 2 - (gains.last ?? 0)
  }
}
