import Diagnostics
import Foundation
import Recipes
import Settings
import Testing

@testable import Studies

@Suite struct LoadedStudyTests {
  private func study(_ text: String) throws -> Study {
    try LoadedStudy.parse(Data(text.utf8), file: "question.json").study
  }

  @Test func leastStudy_hasDefaults() throws {
    let study = try study(ExampleStudy.text())
    #expect(study.name == "question" && study.seeds == 5 && study.quick.seeds == 2)
    #expect(study.measures == [StudyMeasure()] && study.measures[0].name == "skill")
    #expect(study.verdicts[0].margin == 5 && study.arms.map(\.train) == [true, true, false])
  }

  @Test func settings_keepTheirOrderAndValues() throws {
    let text = ExampleStudy.text(
      further: #"""
        "settings": {"optimizer.schedule": "linear", "train.steps": 2e2, "name.like": "true", "data.tasks": [{"path": "a b"}]},
        """#)
    #expect(
      try study(text).settings.entries.map(\.text) == [
        "optimizer.schedule=linear", "train.steps=200", "name.like=\"true\"",
        "data.tasks=[{\"path\": \"a b\"}]",
      ])
  }

  @Test func publishedValues_keepTheirOrder() throws {
    let text = ExampleStudy.text(
      further: #""published": [{"label": "8B", "values": {"1,836": 21.9, "0": 6.4}, "source": "Table 3"}], "#)
    let values = try study(text).published[0].values.entries
    #expect(values.map(\.name) == ["1,836", "0"] && values.map(\.value) == [21.9, 6.4])
  }

  /// What is wrong with a study is told with its place.
  static let wrong: [(text: String, place: String, problem: String, nextStep: String)] = [
    ("{}", "question.json:1:1", "title", ""),
    (
      ExampleStudy.text(further: #""seedz": 3,"#), "question.json:2", "there is no setting 'seedz'", "'seeds'"
    ),
    (ExampleStudy.text(further: #""steps": 3,"#), "question.json:2", "there is no setting 'steps'", ""),
    (ExampleStudy.text(further: #""seeds": 0,"#), "seeds", "is 0 but must be at least 1", ""),
    (ExampleStudy.text(further: #""settings": 5,"#), "settings", "must be an object", "dotted keys"),
    (
      ExampleStudy.text(further: #""settings": {"seed": 3},"#), "question.json:2",
      "'seed' follows from the study", "Leave it out"
    ),
    (ExampleStudy.text(arms: "[]"), "arms", "names no arm", "Add one"),
    (ExampleStudy.text(arms: #"[{"name": "a/b"}]"#), "arms[0].name", "cannot name a folder", "letters"),
    (
      ExampleStudy.text(arms: #"[{"name": "tuned"}, {"name": "tuned"}]"#), "arms[1].name",
      "another arm's name",
      "otherwise"
    ),
    (
      ExampleStudy.text(arms: #"[{"name": "tuned", "startsFrom": "before"}, {"name": "before"}]"#),
      "arms[0].startsFrom", "'before' is no arm before this one", ""
    ),
    (ExampleStudy.text(arms: #"[{"name": "a", "recipe": 3}]"#), "arms[0].recipe", "must be a path", ""),
    (ExampleStudy.text(verdicts: "[]"), "verdicts", "is empty", "rule"),
    (ExampleStudy.text(verdicts: #"[{"arm": "tuned"}]"#), "verdicts[0]", "rule", ""),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "beter", "arm": "tuned"}]"#), "verdicts[0].rule", "is 'beter'",
      "'better'"
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "better", "arm": "tuned"}]"#), "verdicts[0]", "has no 'over'",
      "Name an arm"
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "vanishes", "arm": "tunet"}]"#), "verdicts[0].arm",
      "'tunet' is no arm", "'tuned'"
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "vanishes", "arm": "tuned", "measure": "skil"}]"#),
      "verdicts[0].measure", "'skil' is no measure", "'skill'"
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "trend", "arms": ["base", "tuned"], "sizes": [2]}]"#),
      "verdicts[0].sizes", "has 1 sizes for 2 arms", "same order"
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "trend", "arms": ["base", "tuned"], "sizes": [2, 1]}]"#),
      "verdicts[0].sizes", "does not rise", "smallest first"
    ),
    (
      ExampleStudy.text(
        verdicts: #"[{"rule": "trend", "flattens": true, "arms": ["base", "tuned"], "sizes": [1, 2]}]"#),
      "verdicts[0].arms", "has 2 arms, of which a trend needs 3", ""
    ),
    (
      ExampleStudy.text(verdicts: #"[{"rule": "noHarm", "arm": "base", "over": "tuned", "arms": ["base"]}]"#),
      "verdicts[0].arms", "means nothing to the rule 'noHarm'", "Leave it out"
    ),
    (
      withMeasure(#"{"name": "a/b"}"#), "measures[0].name", "cannot name a folder", "letters"
    ),
    (
      withMeasure(#"{"group": "heldOutTexts"}"#), "measures[0].score",
      "is 'normalized', but texts are no tasks", "'tokenProbability'"
    ),
    (
      withMeasure(#"{"suite": "bbh-direct", "group": "heldOutInstances"}"#), "measures[0].group",
      "is of held-out examples, but the measure is of a suite", "Leave 'group' or 'suite' out"
    ),
    (
      withMeasure(#"{"suite": "bbh-direct", "unit": "cluster"}"#), "measures[0].unit",
      "a suite has tasks alone", "'task'"
    ),
    (withMeasure(#"{"suite": ""}"#), "measures[0].suite", "is empty", "evaluation.suites"),
    (withMeasure(#"{"score": "tokenProbabilty"}"#), "measures[0].score", "", "'tokenProbability'"),
    (
      ExampleStudy.text(
        arms: #"[{"name": "base", "base": true}, {"name": "tuned", "startsFrom": "base"}]"#,
        verdicts: #"[{"rule": "better", "arm": "tuned", "over": "base"}]"#), "verdicts[0].over",
      "'base' is a base, which is not measured", "\"train\": false"
    ),
    (
      ExampleStudy.text(
        arms: #"[{"name": "base", "base": true, "train": false}, {"name": "tuned", "startsFrom": "base"}]"#,
        verdicts: #"[{"rule": "vanishes", "arm": "tuned"}]"#), "arms[0].base", "is no base", "Leave one"
    ),
    (
      ExampleStudy.text(
        arms: #"[{"name": "base", "base": true}, {"name": "tuned"}]"#,
        verdicts: #"[{"rule": "vanishes", "arm": "tuned"}]"#), "arms[0].base", "no arm starts from 'base'",
      "startsFrom"
    ),
  ]

  private static func withMeasure(_ measure: String) -> String {
    ExampleStudy.text(further: #""measures": [\#(measure)], "#)
  }

  @Test(arguments: wrong)
  func wrongStudy_isRefused_withItsPlace(
    _ text: String, _ place: String, _ problem: String, _ nextStep: String
  ) {
    let error = #expect(throws: UserErrors.self) { try study(text) }
    let description = error?.description ?? ""
    for part in ["question.json", place, problem, nextStep] where !part.isEmpty {
      #expect(description.contains(part), "\(description)")
    }
    #expect(error?.category == .usage)
  }

  @Test func noJSON_isRefused() {
    #expect(throws: RecipeError.self) { try study("{") }
  }
}
