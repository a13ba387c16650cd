import Foundation
import Testing

@testable import Recipes

@Suite struct ShippedRecipesTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Recipes").standardizedFileURL.path
  static let names = RecipeLocator(workingDirectory: folder, shippedFolders: [folder]).shippedRecipes

  @Test func thereAreSeven() {
    #expect(
      ShippedRecipesTests.names == [
        "flan-small.json", "flan-smoke.json", "paper/flan-t5-base.json", "paper/flan-t5-large.json",
        "paper/flan-t5-small.json", "paper/flan-t5-xl.json", "paper/flan-t5-xxl.json",
      ])
  }

  @Test(arguments: names)
  func recipe_isReadAndNamedLikeItsFile(_ name: String) throws {
    let recipe = try Recipe.load("\(ShippedRecipesTests.folder)/\(name)").recipe
    #expect(name.hasSuffix("\(recipe.name).json"))
    #expect(recipe.about.lines.contains("Launch: flan-train recipes/\(name)"))
  }

  /// The published numbers: model, steps.
  @Test(arguments: [("small", 98_000), ("base", 84_000), ("large", 64_000), ("xl", 38_000), ("xxl", 14_000)])
  func paperRecipe_hasThePublishedNumbers(_ size: String, _ steps: Int) throws {
    let recipe = try Recipe.load("\(ShippedRecipesTests.folder)/paper/flan-t5-\(size).json").recipe
    #expect(recipe.train.steps == steps && recipe.packing.rows == 64)
    #expect(recipe.packing.inputLength == 2048 && recipe.packing.targetLength == 512)
    #expect(recipe.model.dropout == 0.05 && recipe.optimizer.learningRate == 5e-4)
    #expect(recipe.optimizer.schedule == .constant && recipe.optimizer.warmupSteps == 0)
    let names = recipe.data.tasks.compactMap(\.subMixture)
    #expect(names == ["muffin", "t0-sf", "cot", "niv2"])
    #expect(names.map { recipe.data.mixture.proportion(of: $0) } == [46, 27.9, 1.8, 24.2])
    #expect(names.map { recipe.data.mixture.cap(of: $0) } == [30_000, 20_000, 100_000, 5_000])
    #expect(recipe.data.tasks.allSatisfy { $0.cap == nil } && recipe.data.mixture.temperature == 1)
    #expect(recipe.model.folder == "models/t5-\(size)-lm-adapt")
  }
}
