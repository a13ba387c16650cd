import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Recipes

@Suite struct RecipeDifferenceTests {
  /// Overrides, and the changes that they make.
  @Test(arguments: [
    ([], []),
    (["train.steps=7"], ["train.steps: 1000 -> 7"]),
    (["seed=1", "train.threads=2"], ["seed: 0 -> 1", "train.threads: null -> 2"]),
    (["data.tasks[0].cap=3"], ["data.tasks[0].cap: null -> 3"]),
    (["data.heldOutClusters=[\"a\"]"], [#"data.heldOutClusters: [] -> ["a"]"#]),
    (["loss.zLoss=0.0001", "loss.normalization=sum"], [#"loss.normalization: "target-tokens" -> "sum""#]),
  ])
  func difference_namesEachChangedKey(_ overrides: [String], _ expected: [String]) throws {
    let old = try RecipeExample.load().recipe
    let new = try RecipeExample.load(RecipeExample.least, overrides).recipe
    #expect(RecipeDifference(from: old, to: new).changes.map(\.description) == expected)
  }

  @Test func addedAndRemovedTasks_areNamed() throws {
    let one = try RecipeExample.load().recipe
    let two = try RecipeExample.load(RecipeExample.least, [#"data.tasks=[{"path": "tasks"}, {"path": "b"}]"#])
      .recipe
    #expect(
      RecipeDifference(from: one, to: two).changes.contains {
        $0.description == #"data.tasks[1].path: absent -> "b""#
      })
    #expect(
      RecipeDifference(from: two, to: one).changes.contains {
        $0.description == #"data.tasks[1].path: "b" -> absent"#
      })
  }

  @Test func settingThatAnOlderVersionDidNotKnow_countsAsDefault() throws {
    let folder = try TemporaryFolder()
    let recipe = try RecipeExample.load().recipe
    let old = recipe.resolvedText.replacingOccurrences(of: #""warmupSteps": 0,"#, with: #""forgotten": 3,"#)
    #expect(old != recipe.resolvedText)
    let file = try folder.write(old, to: "resolved.json")
    #expect(
      try RecipeDifference(fromResolvedFile: file, to: recipe).changes.map(\.description)
        == ["optimizer.forgotten: 3 -> absent"])
  }

  @Test func allowedChanges_areLeftOut() throws {
    let old = try RecipeExample.load().recipe
    let new = try RecipeExample.load(
      RecipeExample.least,
      ["about=x", "memory.limit=1GB", "train.steps=7", "train.threads=1", "data.tasks[0].cap=3"]
    ).recipe
    let difference = RecipeDifference(from: old, to: new)
    #expect(difference.excluding(["train"]).changes.map(\.key) == ["data.tasks[0].cap"])
    #expect(difference.excluding(["train.step"]).changes.map(\.key) == ["data.tasks[0].cap", "train.steps"])
    #expect(difference.excluding(["data.tasks", "train.steps"]).isEmpty)
  }
}
