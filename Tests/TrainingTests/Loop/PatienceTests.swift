import Testing

@testable import Recipes
@testable import Training

@Suite struct PatienceTests {
  private static let accuracy = BestMetric.heldOutInstancesExactMatch
  private static let loss = BestMetric.heldOut(.heldOutClusters, .loss)

  private static let courses: [(BestMetric, Double, [Double?], [Int])] = [
    (accuracy, 0, [0, 0, 0.1, 0.1, 0.05], [0, 1, 0, 1, 2]),
    (loss, 0, [2, 1.5, 1.5, 1.6, 1.4], [0, 0, 1, 2, 0]),
    // Small gains count only once they have come to the margin together.
    (accuracy, 0.25, [0.5, 0.625, 0.75, 0.875, 1], [0, 1, 0, 1, 0]),
    (loss, 0.25, [1, 0.875, 0.75, nil, 0.25], [0, 1, 0, 1, 0]),
    (loss, 0, [nil, nil, 3], [1, 2, 0]),
  ]

  @Test(arguments: courses)
  func evaluationsWithoutImprovement(
    _ metric: BestMetric, _ margin: Double, _ scores: [Double?], _ expected: [Int]
  ) {
    var patience = Patience()
    let counts = scores.map { score in
      patience.count(score.map { BestScore($0) }, of: metric, margin: margin)
      return patience.evaluations
    }
    #expect(counts == expected)
  }

  /// Exact match and loss of each evaluation: where the first is as good, the second counts.
  private static let lossCourses: [(Double, [(Double, Double?)], [Int])] = [
    (0, [(0, 8), (0, 7), (0, 7), (0, 6.9), (0.1, 9), (0.1, 8.5), (0, 1)], [0, 0, 1, 0, 0, 0, 1]),
    // The margin holds for the loss as well, and a gain below it by the metric is none.
    (0.25, [(0, 8), (0, 7.875), (0, 7.75), (0.125, 7.5), (0.25, 7.5)], [0, 1, 0, 0, 1]),
    // A checkpoint of an earlier version has no loss: there is one from the next evaluation on.
    (0, [(0.5, nil), (0.5, 3), (0.5, 2)], [0, 1, 0]),
  ]

  @Test(arguments: lossCourses)
  func lossDecides_whereTheMetricIsAsGood(
    _ margin: Double, _ scores: [(Double, Double?)], _ expected: [Int]
  ) {
    var patience = Patience()
    let counts = scores.map { value, loss in
      patience.count(BestScore(value, loss: loss), of: Self.accuracy, margin: margin)
      return patience.evaluations
    }
    #expect(counts == expected)
  }
}
