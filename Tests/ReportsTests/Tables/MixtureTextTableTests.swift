import Testing

@testable import Reports
@testable import Runs

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
