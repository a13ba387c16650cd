import Foundation
import Recipes
import TestSupport
import Testing

@testable import Studies

/// Every study that comes with the program can be planned, in full and quick.
@Suite struct ShippedStudiesTests {
  static let recipes = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Recipes").standardizedFileURL.path
  static let names = StudyLocator(
    workingDirectory: recipes, shippedFolders: ["\(recipes)/\(StudyLocator.folderName)"]
  ).shippedStudies

  @Test func thereAreSome() {
    #expect(
      Set(Self.names).isSuperset(of: ["mixed-prompts", "input-inversion"] + (1...5).map { "finding-\($0)" }))
  }

  @Test(arguments: names, [false, true])
  func study_isPlanned(_ name: String, _ isQuick: Bool) throws {
    let loaded = try LoadedStudy.read("\(Self.recipes)/\(StudyLocator.folderName)/\(name).json")
    #expect(loaded.study.name == name)
    #expect(loaded.study.about.lines.contains("Launch: flan-train study \(name)"))
    let plan = try StudyPlan(
      loaded, isQuick: isQuick, locator: RecipeLocator(workingDirectory: "/", shippedFolders: [Self.recipes]))
    let measured = loaded.study.measuredArms.count
    #expect(
      plan.seeds.count >= (isQuick ? 2 : 5)
        && plan.runs.count == plan.seeds.count * measured + loaded.study.arms.count - measured)
    #expect(plan.runs.allSatisfy { $0.loaded.recipe.train.steps > 0 })
  }

  /// A study is no recipe, though it lies among them.
  @Test func studies_areNotListedAsRecipes() {
    let locator = RecipeLocator(workingDirectory: "/", shippedFolders: [Self.recipes])
    #expect(!locator.shippedRecipes.isEmpty && !locator.shippedRecipes.contains { $0.hasPrefix("studies/") })
  }
}
