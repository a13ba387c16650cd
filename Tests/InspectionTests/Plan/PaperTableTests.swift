import Foundation
import Testing

@testable import Inspection
@testable import Recipes

/// Table 2 of Chung et al. 2022 comes out of the shipped recipes, but for what the paper has wrong.
@Suite struct PaperTableTests {
  private static let recipes = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Recipes")
    .standardizedFileURL.path

  private func table() throws -> PaperTable {
    try PaperTable(locator: RecipeLocator(workingDirectory: "/", shippedFolders: [Self.recipes]))
  }

  @Test func everyNumberIsThePapers_orHasANote() throws {
    let rows = try table().rows
    #expect(rows.count == 10 && rows.count { $0.recipe != nil } == 5)
    for row in rows {
      #expect(row.computed == row.printed || row.note != nil, "\(row.model): \(row.computed)")
      #expect(row.computed != row.printed || row.note == nil, "\(row.model)")
    }
    let odd = rows.filter { $0.note != nil }
    #expect(odd.map(\.model) == ["Flan-T5-Large", "Flan-U-PaLM 540B"])
    #expect(odd.map(\.computed) == [["2.3E+21", "2.4E+19", "1.0"], ["2.5E+24", "8.0E+21", "0.3"]])
  }

  @Test func compute_isTheFormula() {
    let compute = FinetuningCompute(parameters: 60e6, tokens: 98_000 * 64 * 2560)
    #expect(compute.pretraining == 1.8e20 && abs(compute.finetuning - 2.890e18) < 1e15)
    #expect(abs(compute.share - 0.01606) < 1e-5)
  }

  @Test(arguments: [(9.96e21, "1.0E+22"), (1.8e20, "1.8E+20"), (9.94e3, "9.9E+3")])
  func scientific(_ value: Double, _ text: String) {
    let written = PaperTable.written(
      FinetuningCompute(parameters: value / 3, tokens: 1, pretrainingTokens: 1))
    #expect(written[0] == text)
  }
}
