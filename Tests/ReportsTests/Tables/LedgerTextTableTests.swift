import Foundation
@testable import JSON
@testable import Reports
@testable import Runs
import Testing

@Suite struct LedgerTextTableTests {
  /// A ledger of so many tasks in two sub-mixtures.
  private func ledger(tasks: Int) throws -> RunLedger {
    func row(_ task: String, _ part: String, share: Double) -> String {
      let task = task.isEmpty ? "" : "\"task\": \"\(task)\", "
      return """
        {\(task)"subMixture": "\(part)", "rate": 2, "share": \(share), "realizedShare": \(share), "instances": 1000,
        "heldOut": 5, "expected": 1204, "epochs": 1.2, "meanInputTokens": 50.5, "meanTargetTokens": 4,
        "counts": {"read": 1204, "used": 1199, "truncated": 1, "dropped": {"tooLong": 4}, "inputTokens": 60600,
        "targetTokens": 4800, "cutInputTokens": 1, "cutTargetTokens": 0, "withoutExemplars": 0,
        "formats": {"zero-shot": 900, "few-shot": 300}}}
        """
    }
    let rows = (0..<tasks).map { row("t\($0)", "p\($0 % 2)", share: Double($0 + 1) / 100) }
    let text = """
      {"steps": 3, "sources": [], "tasks": [\(rows.joined(separator: ","))], "heldOutTexts": [],
      "subMixtures": [\(row("", "p0", share: 0.5)), \(row("", "p1", share: 0.5))], "total": \(row("", "all", share: 1))}
      """
    return try EventCoding.decode(RunLedger.self, from: Data(text.utf8))
  }

  @Test func rowsSumsFormats() throws {
    let lines = try LedgerTextTable.textLines(ledger(tasks: 2))
    #expect(lines.count == 2 + 2 + 1 + 2 + 1 + 1)
    #expect(
      lines[2].split(separator: " ") == [
        "p0", "t0", "1.00%", "1,200", "1,204", "1.20", "60.6k", "4.8k", "50.5", "4.0", "1", "4",
      ])
    #expect(lines.last == "formats   zero-shot 900 (75.0%), few-shot 300 (25.0%)")
  }

  @Test func largeMixture_showsItsHeaviestTasks() throws {
    let lines = try LedgerTextTable.textLines(ledger(tasks: 90))
    #expect(lines.contains { $0.contains("and 10 lighter tasks") })
    #expect(lines.contains { $0.contains("t89 ") } && !lines.contains { $0.contains("t9 ") })
  }

  @Test func reconciles() throws {
    var ledger = try ledger(tasks: 2)
    #expect(!ledger.reconciles, "the total is not the sum")
    ledger.total.counts.add(ledger.total.counts)
    #expect(ledger.reconciles)
    ledger.tasks[0].counts.used += 1
    #expect(!ledger.reconciles)
  }
}

@Suite struct MixtureTextTableTests {
  @Test func rowsSumsAndTotal() throws {
    let lines = try MixtureTextTable.textLines(ExampleRun(steps: 1).summary.mixture)
    #expect(lines.count == 2 + 2 + 1 + 2 + 1)
    #expect(lines[3].split(separator: " ") == ["b", "two", "1,000", "20", "75.00%", "150", "0.15", "3", "1"])
    #expect(lines.last?.contains("2 tasks") == true && lines.last?.contains("100.00%") == true)
  }

  @Test func largeMixture_showsItsHeaviestTasks() {
    let rows = (0..<200).map {
      MixtureRow(task: "t\($0)", examples: 1, share: Double($0), expectedExamples: 1)
    }
    let text = MixtureTextTable.textLines(rows)
    #expect(text.contains { $0.contains("and 120 lighter tasks") })
    #expect(text.contains { $0.contains("t199") } && !text.contains { $0.contains("t119 ") })
  }
}
