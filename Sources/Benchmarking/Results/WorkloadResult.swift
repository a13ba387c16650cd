/// What all contestants came to on one workload.
package struct WorkloadResult: Codable, Sendable, Equatable {
  /// How a measurement is told.
  package enum Unit: Codable, Sendable, Equatable {
    /// Seconds for one unit of work; less is better.
    case seconds
    /// Units of work per second, each `scale` of what is counted; more is better.
    case rate(name: String, scale: Double)
  }

  /// The workload's name.
  package var name: String
  /// Where it is told.
  package var section: ReportSection
  /// How it is told.
  package var unit: Unit
  /// Those that ran side by side; we are the first of each.
  package var groups: [[ContestantResult]]
  /// What is good to know about the work.
  package var notes: [String]
  /// How many times as long a step takes beside busy processes, where the system gives everyone the same.
  package var fairShare: Double?

  /// A result.
  package init(
    name: String, section: ReportSection, unit: Unit, groups: [[ContestantResult]], notes: [String] = []
  ) {
    self.name = name
    self.section = section
    self.unit = unit
    self.groups = groups
    self.notes = notes
  }

  /// The fastest part of anyone's repeats, in floating-point operations per second, by the medians of its
  /// rounds.
  package func fastestPart() -> (contestant: String, name: String, rate: Double)? {
    groups.joined().flatMap { contestant in
      contestant.partRates().map {
        (contestant: contestant.name, name: $0.name, rate: $0.rate.median)
      }
    }.max { $0.rate < $1.rate }
  }
}

/// The median of several measurements, and how far apart they are.
package struct Spread: Sendable, Equatable {
  /// The middle one, or the mean of the middle two.
  package let median: Double
  /// The least.
  package let least: Double
  /// The most.
  package let most: Double

  /// - Returns: `nil` when there is no value.
  package init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    least = first
    most = last
  }
}
