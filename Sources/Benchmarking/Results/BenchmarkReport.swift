/// One run of the harness.
public struct BenchmarkReport: Codable, Sendable, Equatable {
  /// The machine and what runs on it, as names and values.
  public struct Fact: Codable, Sendable, Equatable {
    /// What it is.
    public var name: String
    /// Its value.
    public var value: String

    /// A fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The kind of machine, a `ProcessorIdentity`'s name.
  public var machineName: String
  /// What else is to be said of it.
  public var machine: [Fact]
  /// The day, as `2026-11-29`.
  public var day: String
  /// Rounds of each workload.
  public var repeats: Int
  /// The results, in the order in which they were measured.
  public var results: [WorkloadResult]

  /// A report.
  public init(
    machineName: String, machine: [Fact], day: String, repeats: Int, results: [WorkloadResult] = []
  ) {
    self.machineName = machineName
    self.machine = machine
    self.day = day
    self.repeats = repeats
    self.results = results
  }

  /// The best rate of plain matrix products that anyone reached in this run, in floating-point operations per second.
  public var roofline: (contestant: String, name: String, rate: Double)? { fastest(.products) }

  /// The rate of multiply-adds from registers in this run, in floating-point operations per second.
  public var registerRate: Double? { fastest(.registers)?.rate }

  private func fastest(_ section: ReportSection) -> (contestant: String, name: String, rate: Double)? {
    results.filter { $0.section == section }.compactMap { $0.fastestPart() }.max { $0.rate < $1.rate }
  }
}
