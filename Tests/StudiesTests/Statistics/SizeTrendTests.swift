import Testing

@testable import Studies

@Suite struct SizeTrendTests {
  /// Scores of arms of sizes 1, 2, 8: by hand.
  @Test(arguments: [
    ([0.0, 1, 3], 1.0, [1.0, 1], -0.5), ([0, 4, 5], 1.5, [4, 0.5], 1.5), ([5, 5, 5], 0, [0, 0], 0),
    ([9, 6, 0], -3, [-3, -3], 1.5),
  ])
  func trend_isThatOfLeastSquares(
    _ scores: [Double], _ slope: Double, _ gains: [Double], _ flattening: Double
  ) {
    let trend = SizeTrend(sizes: [1, 2, 8])
    #expect(abs(trend.slope(of: scores) - slope) < 1e-12)
    #expect(zip(trend.gains(of: scores), gains).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(trend.flattening(of: scores) - flattening) < 1e-12)
  }

  /// Table 3 of Chung et al. 2022, Flan-PaLM 8B: more tasks help, and ever less.
  @Test func paperTable_risesAndFlattens() {
    let trend = SizeTrend(sizes: [9, 89, 282, 1_836])
    let scores = [8.3, 14.8, 20.5, 21.9]
    #expect(trend.slope(of: scores) > 1.5 && trend.flattening(of: scores) > 1)
  }
}
