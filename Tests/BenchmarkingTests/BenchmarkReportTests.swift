import Foundation
import Testing

@testable import Benchmarking

@Suite struct BenchmarkReportTests {
  private func report() -> BenchmarkReport {
    var report = BenchmarkReport(machine: [.init("Processor", "a|b")], repeats: 3)
    var roofline = ContestantResult(name: "flan-train")
    var reply = PeerReply()
    reply.seconds = 1
    reply.amount = 2e11
    reply.operations = [
      OperationTiming(name: "slow", calls: 1, seconds: 2, floatingPointOperations: 2e11),
      OperationTiming(name: "fast", calls: 1, seconds: 1, floatingPointOperations: 2e11),
    ]
    roofline.add(reply)
    report.results.append(
      WorkloadResult(
        name: "roofline", kind: .roofline, unit: .rate(name: "GFLOP/s", scale: 1e9), groups: [[roofline]]))

    var ours = ContestantResultTests.contestant("flan-train", seconds: [2, 2, 2], peak: 2_000_000_000)
    for index in ours.repeats.indices { ours.repeats[index].floatingPointOperations = 2e11 }
    var peer = ContestantResultTests.contestant("transformers", seconds: [4, 5, 6], peak: 5_400_000_000)
    peer.versions = ["transformers": "4.57", "torch": "2.1"]
    var missing = ContestantResult(name: "jax")
    missing.unavailable = "no module"
    report.results.append(
      WorkloadResult(
        name: "training/small", kind: .training, unit: .seconds, groups: [[ours, peer], [ours, missing]],
        notes: ["a note"]))
    return report
  }

  @Test func theRooflineIsTheFastestPart() {
    #expect(report().roofline?.name == "fast")
    #expect(report().roofline?.rate == 2e11)
  }

  @Test func tellsEachPairInALine() {
    let lines = report().markdown.split(separator: "\n").map(String.init)
    #expect(
      lines.contains(
        "| training/small | s | 2.00 [2.00..2.00] | 2.00 GB | 50 % | transformers | 5.00 [4.00..6.00] | 5.40 GB "
          + "| 2.50 [2.00..3.00] | – |"))
    #expect(
      lines.contains(
        "| training/small | s | 2.00 [2.00..2.00] | 2.00 GB | 50 % | jax | not available: no module | – | – | – |"
      ))
    #expect(lines.contains("training/small: a note"))
    #expect(lines.contains("| fast | 1 | 1000 | 33 % | 200 | 100 % |"))
  }

  @Test func everyRowOfATableHasTheHeadingsCells() {
    let lines = report().markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let tables = lines.split { !$0.hasPrefix("|") }
    #expect(tables.count == 3)
    #expect(lines.contains("- transformers: torch 2.1, transformers 4.57"))
    for table in tables { #expect(Set(table.map { $0.count { $0 == "|" } }).count == 1) }
  }

  @Test func tellsWhatAHundredOperationsCostWhereThereIsNoArithmetic() {
    var small = ContestantResultTests.contestant("flan-train", seconds: [0.004])
    small.first = PeerReply()
    small.first?.instructions = 200
    small.first?.floatingPointOperations = 1e6
    let result = WorkloadResult(name: "tiny", kind: .training, unit: .seconds, groups: [[small]])
    let text = BenchmarkReport(machine: [], repeats: 1, results: [result]).markdown
    #expect(text.contains("| work | unit | ours | memory | ms per 100 operations |"))
    #expect(text.contains("| tiny | s | 0.00400 [0.00400..0.00400] | – | 2.00 |"))
  }

  @Test func aReportGoesThroughJSON() throws {
    let line = try MessageLine.encode(report())
    #expect(try MessageLine.decode(BenchmarkReport.self, line) == report())
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
