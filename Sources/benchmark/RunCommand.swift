import ArgumentParser
import Benchmarking
import Diagnostics
import Foundation

/// `run`: the harness.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measures workloads and prints or writes the tables (the default verb).",
    discussion: """
      Peers run in the Python environment that Benchmarks/setup makes; one that is missing is told as not available.
      Machines are noisy: compare the ratios of one run, not the times of two.

      Examples:

        benchmark --list
        benchmark --workloads training/small generation --repeats 5 --write Benchmarks.md
        benchmark --data flan/cot --vocabulary t5/spiece.model --workloads mixture scoring
        benchmark --data flan/cot --vocabulary t5/spiece.model --workloads data/formatting

      The peer transformers-5, the SeqIO peer of data/formatting and llama.cpp, which is compiled for minutes, have environments of
      their own, beside the others' with -transformers5, -seqio and -llama-cpp at the end; the first takes what it can from the others':

        Benchmarks/setup .build/benchmark-venv-transformers5 requirements-transformers5.txt .build/benchmark-venv
        Benchmarks/setup .build/benchmark-venv-seqio requirements-seqio.txt
        Benchmarks/setup .build/benchmark-venv-llama-cpp requirements-llama-cpp.txt

      The file of --write has a section for each kind of machine. A run replaces its own machine's, part by part, and leaves
      the others as they are. Where it would drop workloads that it does not measure, it is refused before it begins.
      """)

  @Option(
    parsing: .upToNextOption,
    help: "Names or beginnings of names, see --list; 'all' for everything; default: what is not long.")
  var workloads: [String] = []

  @Option(parsing: .upToNextOption, help: "Only these peers, see --list; default: all that the work has.")
  var peers: [String] = []

  @Flag(help: "Measure us alone.")
  var withoutPeers = false

  @Option(
    name: [.customLong("repeats"), .customLong("rounds")],
    help: "Rounds of each workload, after one that does not count.")
  var repeats = 5

  @Option(help: "Threads, and the cores that all processes are pinned to; default: all cores.")
  var threads: Int?

  @Option(help: "Chain-of-thought tables or other task files for the real mixture, scoring and tokenizing.")
  var data: String?

  @Option(help: "The vocabulary that goes with the data.")
  var vocabulary = "Data/Vocabulary"

  @Option(help: "A folder with builds of flan-train for levels of processor, as Scripts/stage lays them out.")
  var builds: String?

  @Option(help: "The peers' Python environment.")
  var venv = ".build/benchmark-venv"

  @Option(help: "The folder with the peers' scripts.")
  var scripts = "Benchmarks/peers"

  @Option(help: "Write the tables to this machine's section of this file, anew after each workload.")
  var write: String?

  @Flag(help: "Drop what the file tells of this machine and can't stand beside what is measured now.")
  var replace = false

  @Flag(help: "Print the report as JSON, with every repeat.")
  var json = false

  @Flag(help: "Name the workloads with their peers and stop.")
  var list = false

  @Flag(help: "Show what the processes print to standard error.")
  var verbose = false

  func validate() throws {
    if !(1...1000).contains(repeats) { throw ValidationError("--repeats must be from 1 to 1000") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
  }

  func run() throws {
    do {
      if list { return printList() }
      try measure()
    } catch let error as any UserError {
      ProgressLine.show("error: \(error.description)")
      throw ExitCode(error.category.exitCode)
    }
  }

  private func printList() {
    for workload in WorkloadCatalogue.all {
      let peers = workload.peers.map(\.name).joined(separator: ", ")
      print(workload.name + (workload.isLong ? " (long)" : "") + (peers.isEmpty ? "" : ": \(peers)"))
    }
  }

  private func measure() throws {
    let catalogue = WorkloadCatalogue.all
    let chosen = try WorkloadSelection.choose(
      workloads, from: catalogue.map(\.name), long: Set(catalogue.filter(\.isLong).map(\.name))
    ).map { catalogue[$0] }
    let pinning = ProcessorPinning(threads: threads)
    var report = BenchmarkReport(
      machineName: MachineDescription.name, machine: MachineDescription.facts(pinning),
      day: MachineDescription.day, repeats: repeats)
    let page = try page(before: report, chosen)
    let bench = try Bench(
      threads: pinning.threads, data: data, vocabulary: vocabulary, builds: builds, folder: WorkFolder(),
      isVerbose: verbose)
    let runner = WorkloadRunner(
      bench: bench, environment: PeerEnvironment(folder: venv, scripts: scripts, pinning: pinning),
      repeats: repeats)
    for workload in chosen {
      let result = runner.measure(workload, peers: peers(of: workload))
      report.results.append(result)
      if let write {
        var page = page
        page.put(report.machineSection)
        try Self.write(page.text, to: write)
      }
    }
    if json {
      FileHandle.standardOutput.write(try MessageLine.encode(report))
    } else if write == nil {
      print(report.markdown, terminator: "")
    }
  }

  /// The file of `--write` as it is.
  /// - Throws: `MalformedBenchmarkPage`, `LostWorkloads`, `FileError`.
  private func page(before report: BenchmarkReport, _ chosen: [Workload]) throws -> BenchmarkPage {
    guard let write, FileManager.default.fileExists(atPath: write) else { return BenchmarkPage() }
    let page = try BenchmarkPage(InputFile.read(write, what: "page of benchmarks"), path: write)
    let lost = page.losses(
      of: report.machineName, facts: report.machine, planned: chosen.map { ($0.section, $0.name) })
    if !lost.isEmpty, !replace {
      throw LostWorkloads(path: write, machine: report.machineName, workloads: lost)
    }
    return page
  }

  private func peers(of workload: Workload) -> [Peer] {
    if withoutPeers { return [] }
    return peers.isEmpty ? workload.peers : workload.peers.filter { peers.contains($0.name) }
  }

  private static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FileError.refused(path: path, operation: "write the tables", reason: error.localizedDescription)
    }
  }
}
