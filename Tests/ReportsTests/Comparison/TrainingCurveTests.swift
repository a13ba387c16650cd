import Testing

@testable import Reports

@Suite struct TrainingCurveTests {
  /// A curve keeps fewer points than its limit, every step is in one of them, and the sums are those of all steps.
  @Test(arguments: [0, 1, 19, 21, 1_023, 1_024, 1_025, 2_500, 10_001])
  func curvesStaySmall(steps: Int) throws {
    var curve = TrainingCurve()
    for step in 0..<steps { curve.append(Self.point(step + 1, loss: Double(step % 7))) }
    #expect(
      curve.points.count < TrainingCurve.limit && curve.points.count >= min(steps, TrainingCurve.limit / 2))
    #expect(curve.points.last?.step == (steps == 0 ? nil : steps))
    #expect(zip(curve.points, curve.points.dropFirst()).allSatisfy { $0.step < $1.step })
    #expect(curve.seconds == Double(steps) * 0.5)
    #expect(curve.targetTokens == Double(steps) * 10)
    #expect(curve.recent.map(\.step) == Array((max(0, steps - 20)..<steps).map { $0 + 1 }))
    // The mean over all steps comes out of the points, each with its number of steps.
    var (before, total) = (0, 0.0)
    for point in curve.points {
      total += point.loss * Double(point.step - before)
      before = point.step
    }
    let expected = (0..<steps).reduce(0.0) { $0 + Double($1 % 7) }
    #expect(abs(total - expected) <= 1e-9 * max(1, expected))
  }

  /// Losses are weighted by token, and what is not a number is left out.
  @Test func lossesAreWeightedByToken() {
    var curve = TrainingCurve()
    for step in 1...TrainingCurve.limit {
      let isEven = step % 2 == 0
      curve.append(Self.point(step, loss: isEven ? 4 : 1, tokens: isEven ? 30 : 10))
    }
    #expect(curve.points.count == TrainingCurve.limit / 2)
    #expect(curve.points.allSatisfy { $0.loss == (4 * 30 + 10) / 40.0 && $0.targetTokens == 20 })
    #expect(curve.recentLoss == (4 * 30 + 10) / 40.0)
    curve.append(Self.point(1_025, loss: .nan))
    curve.append(Self.point(1_026, loss: 2))
    #expect(curve.points.last?.loss == 2)
  }

  private static func point(_ step: Int, loss: Double, tokens: Double = 10) -> TrainingCurve.Point {
    TrainingCurve.Point(
      step: step, loss: loss, targetTokens: tokens, inputTokens: 40, gradientNorm: 1, updateRMS: 1,
      inputFill: 0.9, targetFill: 0.5, learningRate: 0.001, seconds: 0.5, tokensPerSecond: 20)
  }
}
