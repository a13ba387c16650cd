import Instructions

/// A number with the interval that repeating the study would put it in, at 95 of 100.
package struct Estimate: Sendable, Equatable, Codable {
  /// The number, of the scores as they are.
  package let value: Double
  /// The lower end of the interval.
  package let low: Double
  /// The upper end.
  package let high: Double

  /// A number with its interval.
  package init(value: Double, low: Double, high: Double) {
    (self.value, self.low, self.high) = (value, low, high)
  }
}

/// Intervals by drawing seeds and units again, with replacement, each level for itself.
///
/// A study's scores are crossed: every seed of every arm is asked the same units. A draw takes as many seeds
/// as there are and as many units as there are, and every arm is given the same draw, so that what a
/// cluster's difficulty or a seed's order of data have in common cancels out of differences. This is the
/// bootstrap for crossed factors of Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1 (2007)
/// 386-411 (doi 10.1214/07-AOAS122), whose variance is never too small for many seeds and units; drawing
/// units anew within each seed, as for nested levels (Davison and Hinkley 1997, section 3.8), would take
/// their difficulty for noise that more seeds average out. Intervals are percentiles: the 2.5th to the 97.5th
/// of the draws.
///
/// With few seeds they are too narrow: the draws know nothing of seeds that were not run. The tests measure
/// how often a simulated truth lies within.
package struct HierarchicalBootstrap: Sendable {
  /// Draws of an interval.
  package let draws: Int
  private let random: CounterRandom

  /// Intervals that follow from a seed.
  package init(draws: Int = 10_000, seed: UInt64 = 0) {
    self.draws = draws
    random = CounterRandom(seed: seed, label: "hierarchical bootstrap")
  }

  /// The estimate of a statistic of the arms' scores.
  /// - Parameters:
  ///   - tables: the arms' scores, with the same seeds and units; at least one of each.
  ///   - statistic: a function of the arms' scores, in the order of `tables`.
  package func estimate(_ tables: [ScoreTable], _ statistic: ([Double]) -> Double) -> Estimate {
    let value = statistic(tables.map(\.mean))
    let (seeds, units) = (tables[0].seeds.count, tables[0].units.count)
    precondition(tables.allSatisfy { $0.seeds.count == seeds && $0.units.count == units })
    var drawn: [Double] = []
    drawn.reserveCapacity(draws)
    for draw in 0..<draws {
      let ofSeeds = counts(of: seeds, draw: draw, level: 0)
      let ofUnits = counts(of: units, draw: draw, level: 1)
      drawn.append(statistic(tables.map { Self.mean($0.values, ofSeeds, ofUnits) }))
    }
    drawn.sort()
    return Estimate(
      value: value, low: Self.quantile(0.025, of: drawn), high: Self.quantile(0.975, of: drawn))
  }

  /// How often each of `count` is drawn in `count` draws with replacement.
  private func counts(of count: Int, draw: Int, level: UInt64) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for index in 0..<count {
      let bits = random.bits(at: UInt64(draw), domain: level << 32 | UInt64(index))
      counts[Int(bits.multipliedFullWidth(by: UInt64(count)).high)] += 1
    }
    return counts
  }

  private static func mean(_ values: [[Double]], _ ofSeeds: [Double], _ ofUnits: [Double]) -> Double {
    var sum = 0.0
    for (row, count) in zip(values, ofSeeds) where count > 0 {
      sum += count * zip(row, ofUnits).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return sum / Double(max(1, ofSeeds.count * ofUnits.count))
  }

  /// The quantile of sorted numbers, between two of them by their distance (type 7 of Hyndman and Fan 1996).
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
