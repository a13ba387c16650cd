import Diagnostics
import Foundation

/// `Benchmarks.md`: one section for each kind of machine, of which a run replaces its own and leaves the
/// others as they are.
package struct BenchmarkPage: Sendable, Equatable {
  private struct Raw: Sendable, Equatable {
    var name: String
    /// All of it, the heading included, without newlines at its end.
    var text: String
  }

  /// What stands before the first machine, without newlines at its end.
  private var head: String
  private var machines: [Raw] = []

  private static let title = "# Benchmarks"

  /// A page without a machine.
  package init() {
    head = """
      \(Self.title)

      Written by `make bench`, a section for each kind of machine. Medians of all rounds with [least..most]; in each round everyone
      does the same work in turn, in a process of their own. A ratio is how many times as fast we are, round by round. Machines are
      noisy: compare the ratios of one run, not the times of two. Each part says of which run it is.
      """
  }

  /// Reads a page; an empty text is a page without a machine.
  /// - Parameter path: what errors name.
  /// - Throws: `MalformedBenchmarkPage`.
  package init(_ data: Data, path: String) throws(MalformedBenchmarkPage) {
    self.init()
    guard let text = String(data: data, encoding: .utf8) else {
      throw MalformedBenchmarkPage(path: path, line: nil, problem: "is not UTF-8 text")
    }
    let lines = MachineSection.lines(of: text)
    if lines.allSatisfy({ $0.trimming().isEmpty }) { return }
    guard lines[0].trimming() == Self.title else {
      throw MalformedBenchmarkPage(path: path, line: 1, problem: "the first line is not '\(Self.title)'")
    }
    let starts = lines.indices.filter { lines[$0].hasPrefix("## ") }
    head = MachineSection.joined(Array(lines[..<(starts.first ?? lines.count)]))
    for (start, end) in zip(starts, starts.dropFirst() + [lines.count]) {
      let name = lines[start].dropFirst(3).trimming()
      guard ProcessorIdentity.isName(name) else {
        throw MalformedBenchmarkPage(
          path: path, line: start + 1,
          problem: "'\(name)' names no machine, which ends in its number of cores")
      }
      if machines.contains(where: { $0.name == name }) {
        throw MalformedBenchmarkPage(
          path: path, line: start + 1, problem: "the machine '\(name)' has a section above already")
      }
      machines.append(Raw(name: name, text: MachineSection.joined(Array(lines[start..<end]))))
    }
  }

  /// The page's text: every machine but those that were `put` has the bytes that it was read with.
  package var text: String { ([head] + machines.map(\.text)).joined(separator: "\n\n") + "\n" }

  /// Takes up a run's section, in place of the parts of the same machine that it tells anew.
  package mutating func put(_ section: MachineSection) {
    guard let index = machines.firstIndex(where: { $0.name == section.name }) else {
      return machines.append(Raw(name: section.name, text: section.text))
    }
    let earlier = MachineSection(name: section.name, text: machines[index].text)
    machines[index].text = earlier.replaced(by: section).text
  }

  /// The workloads that the page tells of a machine and that are lost when a run of others is `put`: those of
  /// the same parts, and all where the machine's facts are no longer the same.
  /// - Parameters:
  ///   - machine: the kind of machine.
  ///   - facts: what the run says of it.
  ///   - planned: what the run measures.
  package func losses(
    of machine: String, facts: [BenchmarkReport.Fact], planned: [(section: ReportSection, workload: String)]
  ) -> [String] {
    guard let raw = machines.first(where: { $0.name == machine }) else { return [] }
    let report = BenchmarkReport(machineName: machine, machine: facts, day: "", repeats: 0)
    return MachineSection(name: machine, text: raw.text)
      .losses(facts: report.machineSection.facts, planned: planned)
  }
}

/// A page of benchmarks that can't be taken apart into its machines.
package struct MalformedBenchmarkPage: UserError {
  let path: String
  let line: Int?
  /// What is wrong.
  package let problem: String

  /// The file is wrong.
  package var category: FailureCategory { .data }
  /// The file, and the line where there is one.
  package var location: SourceLocation? { SourceLocation(file: path, line: line) }
  /// How to go on.
  package var nextStep: String? { "Mend it, or name another file with --write; nothing was changed." }
}

/// A run that would lose what a page tells of its machine.
package struct LostWorkloads: UserError {
  let path: String
  let machine: String
  let workloads: [String]

  /// - Parameters:
  ///   - path: the page.
  ///   - workloads: what would be lost.
  package init(path: String, machine: String, workloads: [String]) {
    self.path = path
    self.machine = machine
    self.workloads = workloads
  }

  /// A wrong command line.
  package var category: FailureCategory { .usage }
  /// The page.
  package var location: SourceLocation? { SourceLocation(file: path) }
  /// What is lost.
  package var problem: String {
    let shown = workloads.prefix(6).joined(separator: ", ")
    let others = workloads.count > 6 ? " and \(workloads.count - 6) others" : ""
    return "this run would drop what is told of \(machine) and can't stand beside it: \(shown)\(others)"
  }
  /// How to go on.
  package var nextStep: String? {
    "Measure them too, let them go with --replace, or name another file with --write."
  }
}
