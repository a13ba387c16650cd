import Foundation
import Testing

@testable import Benchmarking

@Suite struct BenchmarkReportTests {
  private static let name = "a processor, AVX2, 2 cores"

  private static func contestant(_ name: String, _ parts: [(String, Double)]) -> ContestantResult {
    var result = ContestantResult(name: name)
    var reply = PeerReply()
    reply.seconds = 1
    reply.amount = 2e11
    reply.operations = parts.map { name, rate in
      OperationTiming(name: name, calls: 1, seconds: 2, floatingPointOperations: 2 * rate)
    }
    result.add(reply)
    return result
  }

  static func report() -> BenchmarkReport {
    var report = BenchmarkReport(
      machineName: name, machine: [.init("Memory", "1 GB\n## no heading")], day: "2026-01-02", repeats: 3)
    let flops = WorkloadResult.Unit.rate(name: "GFLOP/s", scale: 1e9)
    let registers = contestant(
      "flan-train", [("vectors of 16, 1 thread", 1.25e11), ("vectors of 16, 2 threads", 2.5e11)])
    report.results.append(
      WorkloadResult(name: "roofline/registers", section: .registers, unit: flops, groups: [[registers]]))
    let products = [
      contestant("flan-train", [("8 x 8 x 8 NN", 1e11), ("9 x 9 x 9 NT", 1.5e11)]),
      contestant("torch", [("8 x 8 x 8 NN", 5e10), ("9 x 9 x 9 NT", 2e11)]),
    ]
    report.results.append(
      WorkloadResult(name: "roofline/products", section: .products, unit: flops, groups: [products]))

    var ours = ContestantResultTests.contestant("flan-train", seconds: [2, 2, 2], peak: 2_000_000_000)
    for index in ours.repeats.indices {
      ours.repeats[index].floatingPointOperations = 2e11
      ours.repeats[index].operations = [
        OperationTiming(name: "matrixProduct", calls: 4, seconds: 1, floatingPointOperations: 2e11),
        OperationTiming(name: "reshape", calls: 1, seconds: 0, floatingPointOperations: 0),
      ]
    }
    var peer = ContestantResultTests.contestant("transformers", seconds: [4, 5, 6], peak: 5_400_000_000)
    peer.versions = ["transformers": "4.57", "torch": "2.1"]
    var missing = ContestantResult(name: "jax")
    missing.unavailable = "no module"
    report.results.append(
      WorkloadResult(
        name: "training/small", section: .training, unit: .seconds,
        groups: [[ours, peer], [ours, missing]],
        notes: ["a note"]))
    return report
  }

  @Test func theRooflineIsAnyonesFastestProduct() {
    let report = Self.report()
    #expect(report.roofline?.contestant == "torch")
    #expect(report.roofline?.name == "9 x 9 x 9 NT")
    #expect(report.roofline?.rate == 2e11)
    #expect(report.registerRate == 2.5e11)
  }

  @Test func tellsEachPairInALine() {
    let lines = Self.report().markdown.split(separator: "\n").map(String.init)
    #expect(
      lines.contains(
        "| training/small | s | 2.00 [2.00..2.00] | 2.00 GB | 50 % | 40 % | transformers | 5.00 [4.00..6.00] | 5.40 GB "
          + "| 2.50 [2.00..3.00] | – |"))
    #expect(
      lines.contains(
        "| training/small | s | 2.00 [2.00..2.00] | 2.00 GB | 50 % | 40 % | jax | not available: no module | – | – | – |"
      ))
    #expect(lines.contains("training/small: a note"))
    #expect(lines.contains("| matrixProduct | 4 | 1000 | 100 % | 200 | 100 % |"))
    #expect(
      lines.contains(
        "2026-01-02, 3 rounds; the best product of anyone in this run: 200 GFLOP/s (torch, 9 x 9 x 9 NT), from registers "
          + "250 GFLOP/s."))
  }

  @Test func tellsEveryProductOfEveryone() {
    let lines = Self.report().markdown.split(separator: "\n").map(String.init)
    #expect(lines.contains("| GFLOP/s | flan-train | torch | ours of the best | of registers |"))
    #expect(lines.contains("| 8 x 8 x 8 NN | 100 | 50.0 | 100 % | 40 % |"))
    #expect(lines.contains("| 9 x 9 x 9 NT | 150 | 200 | 75 % | 80 % |"))
    #expect(lines.contains("| vectors of 16, 2 threads | 250 [250..250] |"))
  }

  @Test func tellsBytesInTheirOwnUnit() {
    var traffic = ContestantResult(name: "flan-train")
    var reply = PeerReply()
    reply.operations = [
      OperationTiming(name: "read, 1 thread", calls: 1, seconds: 2, floatingPointOperations: 0, bytes: 6e10)
    ]
    traffic.add(reply)
    let text = Self.markdown(
      WorkloadResult(
        name: "roofline/memory", section: .memory, unit: .rate(name: "GB/s", scale: 1e9), groups: [[traffic]])
    )
    #expect(text.contains("| what | GB/s |"))
    #expect(text.contains("| read, 1 thread | 30.0 [30.0..30.0] |"))
  }

  @Test func tellsHowFarBusyProcessesSlowUsDown() {
    var ours = ContestantResultTests.contestant("flan-train", seconds: [5, 4])
    for index in ours.repeats.indices { ours.repeats[index].secondsAlone = 2 }
    var missing = ContestantResult(name: "transformers")
    missing.unavailable = "no module"
    var result = WorkloadResult(name: "busy", section: .busy, unit: .seconds, groups: [[ours, missing]])
    result.fairShare = 2
    let text = Self.markdown(result)
    #expect(
      text.contains(
        "| busy | flan-train | 2.00 [2.00..2.00] | 4.50 [4.00..5.00] | 2.25 [2.00..2.50] | 2.00 | 112 % |"))
    #expect(text.contains("| busy | transformers | not available: no module | – | – | 2.00 | – |"))
  }

  private static func markdown(_ result: WorkloadResult) -> String {
    BenchmarkReport(machineName: name, machine: [], day: "2026-01-02", repeats: 1, results: [result]).markdown
  }

  @Test func everyRowOfATableHasTheHeadingsCells() {
    let lines = Self.report().markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let tables = lines.split { !$0.hasPrefix("|") }
    #expect(tables.count == 6)
    #expect(lines.contains("- transformers: torch 2.1, transformers 4.57"))
    for table in tables { #expect(Set(table.map { $0.count { $0 == "|" } }).count == 1) }
  }

  @Test func tellsWhatAHundredOperationsCostWhereThereIsNoArithmetic() {
    var small = ContestantResultTests.contestant("flan-train", seconds: [0.004])
    small.first = PeerReply()
    small.first?.instructions = 200
    small.first?.floatingPointOperations = 1e6
    let text = Self.markdown(
      WorkloadResult(name: "tiny", section: .growth, unit: .seconds, groups: [[small]]))
    #expect(text.contains("| work | unit | ours | memory | ms per 100 operations |"))
    #expect(text.contains("| tiny | s | 0.00400 [0.00400..0.00400] | – | 2.00 |"))
  }

  @Test func aReportGoesThroughJSON() throws {
    let line = try MessageLine.encode(Self.report())
    #expect(try MessageLine.decode(BenchmarkReport.self, line) == Self.report())
  }

  @Test func cellsNeverBreakATable() {
    var table = MarkdownTable(["a", "b"])
    table.rows.append(["x|y", "two\nlines"])
    #expect(table.lines == ["| a | b |", "|---|---:|", "| x\\|y | two lines |"])
  }

  @Test(arguments: [
    (0.0, "0.00"), (0.00123, "0.00123"), (0.0456, "0.0456"), (0.123, "0.123"), (1.234, "1.23"),
    (12.34, "12.3"), (1234, "1234"), (.infinity, "–"),
  ])
  func figures(value: Double, text: String) {
    #expect(FigureText.number(value) == text)
  }
}
