import Diagnostics
import Recipes
import TestSupport
import Testing

@testable import Studies

@Suite struct StudyPlanTests {
  @Test func runs_areInTheOrderOfSeedsAndArms() throws {
    let plan = try ExampleStudy().plan(seeds: 2)
    #expect(
      plan.runs.map(\.id.description) == [
        "base/seed-1", "tuned/seed-1", "before/seed-1", "base/seed-2", "tuned/seed-2", "before/seed-2",
      ])
    #expect(plan.runs.map(\.steps) == [40, 60, 0, 40, 60, 0])
    #expect(plan.runs[1].start == .init(arm: "base", seed: 1) && plan.runs[0].start == nil)
  }

  @Test func command_isThatOfAnOrdinaryRun() throws {
    let example = try ExampleStudy()
    let run = try example.plan().runs[4]
    let runs = example.folder.file("runs")
    #expect(
      run.arguments == [
        "train", example.folder.file("recipe.json"),
        #"model={"folder": "\#(runs)/base/seed-2", "dropout": 0.1}"#, "train.steps=60", "name=seed-2",
        "output.folder=\(runs)/tuned", "seed=2", "train.threads=1",
      ])
    #expect(run.folder.path == "\(runs)/tuned/seed-2" && run.loaded.recipe.model.dropout == 0.1)
  }

  @Test func evaluation_isARunThatIsMeasuredBeforeItsStep() throws {
    let recipe = try #require(ExampleStudy().plan().run(.init(arm: "before", seed: 1))).loaded.recipe
    #expect(recipe.train.steps == 1 && recipe.evaluation.every == nil && recipe.evaluation.atStart)
    #expect(recipe.evaluationCount == 1)
  }

  /// A base is made once, and every seed starts from it.
  @Test func base_isMadeOnce() throws {
    let arms = #"""
      [{"name": "base", "base": true}, {"name": "tuned", "startsFrom": "base"},
       {"name": "before", "startsFrom": "base", "train": false}]
      """#
    let plan = try ExampleStudy(ExampleStudy.text(arms: arms)).plan(seeds: 2)
    #expect(
      plan.runs.map(\.id.description) == [
        "base/seed-1", "tuned/seed-1", "before/seed-1", "tuned/seed-2", "before/seed-2",
      ])
    #expect(plan.runs.dropFirst().allSatisfy { $0.start == .init(arm: "base", seed: 1) })
    #expect(plan.runs[3].settings.contains { $0.contains("/base/seed-1") })
    #expect(plan.study.measuredArms.map(\.name) == ["tuned", "before"])
  }

  @Test func quickTry_hasItsOwnSeedsAndSettings() throws {
    let arms = #"[{"name": "a", "settings": {"train.steps": 9}, "quick": {"seed.x": 1}}]"#
    let text = ExampleStudy.text(
      arms: arms.replacing("seed.x", with: "evaluation.batch"),
      verdicts: #"[{"rule": "vanishes", "arm": "a"}]"#,
      further: #""quick": {"seeds": 3, "settings": {"train.steps": 7}},"#)
    let example = try ExampleStudy(text)
    #expect(try example.plan(isQuick: true).runs.map(\.steps) == [7, 7, 7])
    #expect(try example.plan(isQuick: true).runs[0].loaded.recipe.evaluation.batch == 1)
    #expect(try example.plan().runs.map(\.steps) == [9, 9, 9, 9, 9])
    #expect(try example.plan(isQuick: true, seeds: 1).seeds == [1])
  }

  @Test func recipeWithinTheStudy_keepsItsPlaceAndFolder() throws {
    let arms = #"[{"name": "own", "recipe": \#(ExampleStudy.recipe)}]"#
    let example = try ExampleStudy(
      ExampleStudy.text(arms: arms, verdicts: #"[{"rule": "vanishes", "arm": "own"}]"#))
    let run = try example.plan().runs[0]
    #expect(run.recipeFile == example.folder.file("runs/recipes/own.json"))
    #expect(
      run.arguments.prefix(4) == [
        "train", run.recipeFile, "--relative-to", example.folder.file("question.json"),
      ])
    #expect(run.steps == 40 && run.recipeText != nil)
  }

  /// What is wrong with an arm's recipe or settings is told with the line of the study, or of the recipe.
  @Test(arguments: [
    (
      #"{"name": "a", "settings": {"train.stepz": 3}}"#, "question.json:3",
      "arm 'a': there is no setting 'train.stepz'", "train.steps"
    ),
    (#"{"name": "a", "settings": {"train.steps": 0}}"#, "question.json:3", "arm 'a': train.steps is 0", ""),
    (
      #"{"name": "a", "settings": {"optimizer.schedule": "linear", "train.steps": 2}}"#, "recipe.json:3",
      "warms up over 5 steps", ""
    ),
    (
      #"{"name": "a", "recipe": "recip.json"}"#, "question.json:3", "there is no recipe 'recip.json'",
      "recipe.json"
    ),
    (
      #"{"name": "a", "recipe": {"train": {"step": 3}}}"#, "question.json:3",
      "there is no setting 'train.step'", "train.steps"
    ),
  ])
  func wrongArm_isRefused_withItsPlace(_ arm: String, _ place: String, _ problem: String, _ nextStep: String)
    throws
  {
    let example = try ExampleStudy(
      ExampleStudy.text(arms: "[\(arm)]", verdicts: #"[{"rule": "vanishes", "arm": "a"}]"#))
    let error = #expect(throws: UserErrors.self) { try example.plan() }
    let description = error?.description ?? ""
    for part in [place, problem, nextStep] where !part.isEmpty {
      #expect(description.contains(part), "\(description)")
    }
    #expect(
      error?.errors.filter { $0.description.contains(problem) }.count == 1,
      "not for every seed: \(description)")
  }
}
