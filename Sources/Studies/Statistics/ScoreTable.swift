/// The scores of an arm: of every seed on every unit, such as a held-out cluster, in points of a hundred.
package struct ScoreTable: Sendable, Equatable {
  /// The seeds.
  package let seeds: [Int]
  /// The units' names.
  package let units: [String]
  /// The scores: `[seeds][units]`.
  package let values: [[Double]]

  /// A table; every row has a score for each unit.
  package init(seeds: [Int], units: [String], values: [[Double]]) {
    precondition(values.count == seeds.count && values.allSatisfy { $0.count == units.count })
    self.seeds = seeds
    self.units = units
    self.values = values
  }

  /// The score of each seed: the mean over its units.
  package var ofSeeds: [Double] { values.map { $0.reduce(0, +) / Double(max(1, units.count)) } }

  /// The score of the arm: the mean over its seeds.
  package var mean: Double { ofSeeds.reduce(0, +) / Double(max(1, seeds.count)) }
}
