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

  /// The machine.
  public var machine: [Fact]
  /// Rounds of each workload.
  public var repeats: Int
  /// The results, in the order in which they were measured.
  public var results: [WorkloadResult]

  /// A report.
  public init(machine: [Fact], repeats: Int, results: [WorkloadResult] = []) {
    self.machine = machine
    self.repeats = repeats
    self.results = results
  }

  /// The best rate of plain matrix products in this run, in floating-point operations per second.
  public var roofline: (name: String, rate: Double)? {
    results.filter { $0.kind == .roofline }.compactMap { $0.fastestPart() }.max { $0.rate < $1.rate }
  }
}
