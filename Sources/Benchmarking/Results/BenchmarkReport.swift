/// One run of the harness.
package struct BenchmarkReport: Codable, Sendable, Equatable {
  /// The machine and what runs on it, as names and values.
  package struct Fact: Codable, Sendable, Equatable {
    /// What it is.
    package var name: String
    /// Its value.
    package var value: String

    /// A fact.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The kind of machine, a `ProcessorIdentity`'s name.
  package var machineName: String
  /// What else is to be said of it.
  package var machine: [Fact]
  /// The day, as `2026-11-29`.
  package var day: String
  /// Rounds of each workload.
  package var repeats: Int
  /// The results, in the order in which they were measured.
  package var results: [WorkloadResult]

  /// A report.
  package init(
    machineName: String, machine: [Fact], day: String, repeats: Int, results: [WorkloadResult] = []
  ) {
    self.machineName = machineName
    self.machine = machine
    self.day = day
    self.repeats = repeats
    self.results = results
  }

  /// The best rate of plain matrix products that anyone reached in this run, in floating-point operations per
  /// second.
  package var roofline: (contestant: String, name: String, rate: Double)? { fastest(.products) }

  /// The rate of multiply-adds from registers in this run, in floating-point operations per second.
  package var registerRate: Double? { fastest(.registers)?.rate }

  private func fastest(_ section: ReportSection) -> (contestant: String, name: String, rate: Double)? {
    results.filter { $0.section == section }.compactMap { $0.fastestPart() }.max { $0.rate < $1.rate }
  }
}
