import Testing

@testable import Instructions

@Suite struct InventoryCoverageTests {
  private func task(_ source: String, _ name: String, suite: String? = nil) -> InventoryTask {
    InventoryTask(
      source: source, name: name, dataset: "d", category: source == "CoT" ? "" : "QA", languages: [],
      heldOutSuite: suite)
  }

  @Test func coveredMissingExtra() throws {
    let inventory = TaskInventory([
      task("CoT", "cot_gsm8k"), task("CoT", "cot_gsm8k_ii"), task("FLAN", "mnli"), task("FLAN", "mnli"),
      task("NIv2", "task002_quoref_answer_generation"), task("NIv2", "task664_mmmlu_x", suite: "mmlu"),
      task("NIv2", "task665_mmmlu_y", suite: "mmlu"),
    ])
    let coverage = InventoryCoverage(
      of: ["gsm8k_train", "glue/mnli:2.0.0", "task002_quoref_answer_generatoin", "own", "task664_mmmlu_x"],
      in: inventory)
    #expect(
      coverage.covered.map(\.name) == [
        "gsm8k_train", "glue/mnli:2.0.0", "glue/mnli:2.0.0", "task664_mmmlu_x",
      ])
    #expect(coverage.missing.map(\.name) == ["task002_quoref_answer_generation"])
    #expect(coverage.extra.map(\.name) == ["own", "task002_quoref_answer_generatoin"])
    #expect(coverage.extra.map(\.nearest) == [nil, "task002_quoref_answer_generation"])
    #expect(coverage.toLeaveOut.map(\.name) == ["task664_mmmlu_x"])
    #expect(coverage.bySource.map(\.name) == ["CoT", "FLAN", "NIv2"])
    #expect(coverage.bySource.map(\.covered) == [1, 2, 1] && coverage.bySource.map(\.all) == [1, 2, 2])
    #expect(coverage.byPart.map(\.part.rawValue) == ["cot", "muffin", "t0-sf", "niv2"])
    // The tasks of MMLU are no part of the count.
    #expect(coverage.byPart.map(\.covered) == [1, 2, 0, 0] && coverage.byPart.map(\.all) == [1, 2, 0, 1])
    #expect(coverage.byPart.reduce(0) { $0 + $1.paper } == 1_836)
    #expect(coverage.byCategory.map(\.name) == ["QA", "unknown"])
  }

  @Test func nothingIsThere() {
    let coverage = InventoryCoverage(of: [], in: TaskInventory([task("T0", "a")]))
    #expect(coverage.covered.isEmpty && coverage.extra.isEmpty && coverage.missing.count == 1)
    #expect(InventoryCoverage(of: ["a", "a"], in: TaskInventory([])).extra.count == 2)
  }
}
