import Foundation
import Recipes
import TestSupport

@testable import Studies

/// A study of a recipe that names data which is not looked at, and the folder that both lie in.
struct ExampleStudy {
  static let recipe = """
    {
      "model": {"preset": "tiny", "dropout": 0.1}, "tokenizer": {"vocabulary": "bytes"},
      "data": {"tasks": [{"path": "tasks"}]}, "train": {"steps": 40}, "optimizer": {"warmupSteps": 5}
    }
    """

  static let arms = """
    [{"name": "base"}, {"name": "tuned", "startsFrom": "base", "settings": {"train.steps": 60}},
     {"name": "before", "startsFrom": "base", "train": false}]
    """

  /// The text of a study.
  static func text(
    arms: String = ExampleStudy.arms,
    verdicts: String = #"[{"rule": "better", "arm": "tuned", "over": "before"}]"#,
    further: String = ""
  ) -> String {
    """
    {
      "title": "A question", "claim": "It is so.", "recipe": "recipe.json", \(further)
      "arms": \(arms),
      "verdicts": \(verdicts)
    }
    """
  }

  let folder: TemporaryFolder

  init(_ text: String = ExampleStudy.text()) throws {
    folder = try TemporaryFolder(["recipe.json": Self.recipe, "question.json": text])
  }

  func loaded() throws -> LoadedStudy { try LoadedStudy.read(folder.file("question.json")) }

  func plan(isQuick: Bool = false, seeds: Int? = nil) throws -> StudyPlan {
    try StudyPlan(
      loaded(), isQuick: isQuick, seeds: seeds, output: folder.file("runs"),
      locator: RecipeLocator(workingDirectory: folder.path, shippedFolders: []))
  }
}
