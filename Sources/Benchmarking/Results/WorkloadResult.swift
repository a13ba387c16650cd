/// What all contestants came to on one workload.
public struct WorkloadResult: Codable, Sendable, Equatable {
  /// How a measurement is told.
  public enum Unit: Codable, Sendable, Equatable {
    /// Seconds for one unit of work; less is better.
    case seconds
    /// Units of work per second, each `scale` of what is counted; more is better.
    case rate(name: String, scale: Double)
  }

  /// The workload's name.
  public var name: String
  /// The kind of work.
  public var kind: Work.Kind
  /// How it is told.
  public var unit: Unit
  /// Those that ran side by side; we are the first of each.
  public var groups: [[ContestantResult]]
  /// What is good to know about the work.
  public var notes: [String]

  /// A result.
  public init(
    name: String, kind: Work.Kind, unit: Unit, groups: [[ContestantResult]], notes: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.groups = groups
    self.notes = notes
  }

  /// The fastest part of our repeats, in floating-point operations per second, by the medians of its rounds.
  public func fastestPart() -> (name: String, rate: Double)? {
    partRates().max { $0.rate.median < $1.rate.median }.map { ($0.name, $0.rate.median) }
  }

  /// The rates of the parts of our repeats, in the order in which they came.
  public func partRates() -> [(name: String, rate: Spread)] {
    guard let ours = groups.first?.first, let parts = ours.repeats.first?.operations else { return [] }
    return parts.compactMap { part in
      let rates = ours.repeats.compactMap { reply in
        reply.operations?.first { $0.name == part.name }.flatMap { timing in
          timing.seconds > 0 ? timing.floatingPointOperations / timing.seconds : nil
        }
      }
      return Spread(rates).map { (part.name, $0) }
    }
  }
}
