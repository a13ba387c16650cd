import Optimizers
import Testing

@Suite struct LearningRateScheduleTests {
  /// Rates of a run of 8 steps, as shares of the peak.
  private static let table: [(LearningRateSchedule.Shape, warmup: Int, shares: [Double])] = [
    (.constant, 0, [1, 1, 1, 1, 1, 1, 1, 1]),
    (.constant, 1, [1, 1]),
    (.constant, 4, [0.25, 0.5, 0.75, 1, 1, 1, 1, 1]),
    (.linear, 0, [1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0, 0]),
    (.linear, 4, [0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0]),
    (.linear, 8, [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 0]),
    (.linear, 16, [0.0625, 0.125]),
    (.cosine, 0, [1, 0.961_939_766, 0.853_553_391, 0.691_341_716, 0.5, 0.308_658_284]),
    (.cosine, 4, [0.25, 0.5, 0.75, 1, 1, 0.853_553_391, 0.5, 0.146_446_609, 0, 0]),
    (.inverseSquareRoot, 0, [1, 0.707_106_781, 0.577_350_269, 0.5, 0.447_213_595]),
    (.inverseSquareRoot, 4, [0.25, 0.5, 0.75, 1, 0.894_427_191, 0.816_496_581]),
  ]

  @Test(arguments: table)
  func ratesAreThoseOfTheTable(_ shape: LearningRateSchedule.Shape, _ warmup: Int, _ shares: [Double]) {
    let schedule = LearningRateSchedule(shape: shape, peak: 2, warmupSteps: warmup, totalSteps: 8)
    for (step, share) in shares.enumerated() {
      #expect(abs(schedule.rate(at: step) - 2 * share) < 1e-8, "step \(step)")
    }
  }

  @Test(arguments: LearningRateSchedule.Shape.allCases, [0, 1, 3, 10])
  func ratesStayBetweenZeroAndThePeak(_ shape: LearningRateSchedule.Shape, _ warmup: Int) {
    for total in [0, 1, 5, 10] {
      let schedule = LearningRateSchedule(shape: shape, peak: 0.5, warmupSteps: warmup, totalSteps: total)
      let rates = (0..<20).map(schedule.rate)
      #expect(rates.allSatisfy { (0...0.5).contains($0) })
      #expect(zip(rates[..<warmup], rates[..<warmup].dropFirst()).allSatisfy { $0 < $1 })
      #expect(zip(rates[warmup...], rates[warmup...].dropFirst()).allSatisfy { $0 >= $1 })
      #expect(rates[..<max(min(total, 20), 0)].allSatisfy { $0 > 0 }, "no step of the run is idle")
    }
  }
}
