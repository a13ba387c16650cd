import Testing

@testable import Training

@Suite struct PatienceTests {
  private static let accuracy = BestMetric.heldOutInstancesExactMatch
  private static let loss = BestMetric.heldOut(.heldOutClusters, .loss)

  private static let courses: [(BestMetric, Double, [Double?], [Int])] = [
    (accuracy, 0, [0, 0, 0.1, 0.1, 0.05], [0, 1, 0, 1, 2]),
    (loss, 0, [2, 1.5, 1.5, 1.6, 1.4], [0, 0, 1, 2, 0]),
    // Small gains count only once they have come to the margin together.
    (accuracy, 0.25, [0.5, 0.625, 0.75, 0.875, 1], [0, 1, 0, 1, 0]),
    (loss, 0.25, [1, 0.875, 0.75, .nan, nil, 0.25], [0, 1, 0, 1, 2, 0]),
    (loss, 0, [nil, .infinity, 3], [1, 2, 0]),
  ]

  @Test(arguments: courses)
  func evaluationsWithoutImprovement(
    _ metric: BestMetric, _ margin: Double, _ scores: [Double?], _ expected: [Int]
  ) {
    var patience = Patience()
    let counts = scores.map { score in
      patience.count(score, of: metric, margin: margin)
      return patience.evaluations
    }
    #expect(counts == expected)
  }
}
