import Instructions
import Testing

@testable import Studies

@Suite struct HierarchicalBootstrapTests {
  /// Standard normal numbers, as sums of twelve uniform ones less 6.
  private struct Normal {
    let random: CounterRandom
    var counter: UInt64 = 0

    mutating func next() -> Double {
      var sum = -6.0
      for _ in 0..<12 {
        sum += Double(random.bits(at: counter) >> 11) * 0x1p-53
        counter += 1
      }
      return sum
    }
  }

  /// Scores of two arms whose difference is `truth`: effects of seeds, of units and of both, per arm.
  private func tables(seeds: Int, units: Int, truth: Double, _ normal: inout Normal) -> [ScoreTable] {
    let difficulty = (0..<units).map { _ in 20 * normal.next() }
    return [truth, 0].map { mean in
      // How much a unit gains by the arm, and a seed by its luck.
      let gains = (0..<units).map { _ in 3 * normal.next() }
      let values = (0..<seeds).map { _ in
        let luck = 4 * normal.next()
        return (0..<units).map { mean + difficulty[$0] + gains[$0] + luck + 5 * normal.next() }
      }
      return ScoreTable(
        seeds: Array(1...seeds), units: (0..<units).map { "\($0)" }, values: values)
    }
  }

  /// How often the interval of a difference has the truth in it, in 200 studies. Of 5 seeds percentiles promise more
  /// than they keep, which is what the pages say.
  @Test(arguments: [(5, 12, 0.86...0.99), (12, 16, 0.90...0.99), (2, 12, 0.60...0.95)])
  func coverage_isNearWhatItPromises(_ seeds: Int, _ units: Int, _ range: ClosedRange<Double>) {
    var normal = Normal(random: CounterRandom(seed: 7, label: "coverage \(seeds)"))
    let bootstrap = HierarchicalBootstrap(draws: 200)
    var covered = 0
    for _ in 0..<200 {
      let tables = tables(seeds: seeds, units: units, truth: 6, &normal)
      let estimate = bootstrap.estimate(tables) { $0[0] - $0[1] }
      if (estimate.low...estimate.high).contains(6) { covered += 1 }
    }
    let rate = Double(covered) / 200
    #expect(range.contains(rate), "\(rate)")
  }

  @Test func difficultyOfUnits_cancelsOut() {
    // Units are far apart, and the arms differ by 10 on every one.
    let rows = [[0.0, 100, 50], [0, 100, 50]]
    let low = ScoreTable(seeds: [1, 2], units: ["a", "b", "c"], values: rows)
    let high = ScoreTable(seeds: [1, 2], units: ["a", "b", "c"], values: rows.map { $0.map { $0 + 10 } })
    let estimate = HierarchicalBootstrap(draws: 500).estimate([high, low]) { $0[0] - $0[1] }
    for value in [estimate.value, estimate.low, estimate.high] { #expect(abs(value - 10) < 1e-9) }
    // Their own level is unsure.
    let level = HierarchicalBootstrap(draws: 500).estimate([low]) { $0[0] }
    #expect(level.value == 50 && level.low < 20 && level.high > 80)
  }

  @Test func oneSeedAndOneUnit_areThemselves() {
    let table = ScoreTable(seeds: [1], units: ["a"], values: [[42]])
    #expect(
      HierarchicalBootstrap(draws: 10).estimate([table]) { $0[0] } == Estimate(value: 42, low: 42, high: 42))
  }

  /// Two units of 0 and 1: a draw's mean is 0, 1/2 or 1, by 1/4, 1/2, 1/4; so the ends of the interval are 0 and 1.
  @Test func twoUnits_giveTheBinomialDistribution() {
    let table = ScoreTable(seeds: [1], units: ["a", "b"], values: [[0, 1]])
    var counts: [Double: Int] = [:]
    let estimate = HierarchicalBootstrap(draws: 4_000).estimate([table]) { means in
      counts[means[0], default: 0] += 1
      return means[0]
    }
    #expect(estimate == Estimate(value: 0.5, low: 0, high: 1))
    #expect(
      abs(Double(counts[0.5] ?? 0) / 4_001 - 0.5) < 0.03 && abs(Double(counts[0] ?? 0) / 4_001 - 0.25) < 0.03)
  }

  @Test func sameScores_giveTheSameBytes() {
    let values = (1...4).map { seed in (1...5).map { unit in Double(seed * seed * unit % 17) } }
    let table = ScoreTable(seeds: [1, 2, 3, 4], units: ["a", "b", "c", "d", "e"], values: values)
    let first = HierarchicalBootstrap().estimate([table]) { $0[0] }
    #expect(first == HierarchicalBootstrap().estimate([table]) { $0[0] })
    #expect(first != HierarchicalBootstrap(seed: 1).estimate([table]) { $0[0] })
    #expect(first.low < first.value && first.value < first.high)
  }

  @Test(arguments: [(0.0, 1.0), (0.5, 2.5), (1.0, 4.0), (0.25, 1.75)])
  func quantiles_areThoseOfType7(_ share: Double, _ value: Double) {
    #expect(HierarchicalBootstrap.quantile(share, of: [1, 2, 3, 4]) == value)
  }
}
