import Foundation
import Testing

@testable import Recipes

@Suite struct ShippedRecipesTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Recipes").standardizedFileURL.path
  static let names = RecipeLocator(workingDirectory: folder, shippedFolders: [folder]).shippedRecipes

  @Test func thereAreFifteen() {
    #expect(
      ShippedRecipesTests.names == [
        "flan-small-decoder.json", "flan-small.json", "flan-smoke.json", "grid.json",
        "paper/flan-palm-540b.json",
        "paper/flan-palm-62b.json", "paper/flan-palm-8b.json", "paper/flan-t5-base.json",
        "paper/flan-t5-large.json",
        "paper/flan-t5-small.json", "paper/flan-t5-xl.json", "paper/flan-t5-xxl.json",
        "pretrain/base-decoder.json", "pretrain/base-t5.json", "t5-lm-adapt.json",
      ])
  }

  @Test(arguments: names)
  func recipe_isReadAndNamedLikeItsFile(_ name: String) throws {
    let recipe = try Recipe.load("\(ShippedRecipesTests.folder)/\(name)").recipe
    #expect(name.hasSuffix("\(recipe.name).json"))
    #expect(recipe.about.lines.contains("Launch: flan-train recipes/\(name)"))
  }

  /// The published numbers of decoders: steps, rate, dropout.
  @Test(arguments: [("8b", 40_000, 3e-3, 0.05), ("62b", 40_000, 3e-3, 0.05), ("540b", 21_000, 1e-3, 0.1)])
  func paperDecoder_hasThePublishedNumbers(_ size: String, _ steps: Int, _ rate: Double, _ dropout: Double)
    throws
  {
    let recipe = try Recipe.load("\(ShippedRecipesTests.folder)/paper/flan-palm-\(size).json").recipe
    #expect(recipe.train.steps == steps && recipe.packing.rows == 32)
    #expect(recipe.packing.inputLength == 2048 && recipe.packing.targetLength == 512)
    #expect(recipe.model.dropout == dropout && recipe.optimizer.learningRate == rate)
    #expect(recipe.optimizer.schedule == .constant && recipe.optimizer.warmupSteps == 0)
    #expect(recipe.model.preset?.rawValue == "palm-\(size)" && recipe.model.vocabularySize == 256_000)
    #expect(recipe.data.mixture.preset == .paperB)
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
