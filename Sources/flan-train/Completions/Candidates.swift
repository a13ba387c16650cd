import ArgumentParser
import Foundation
import Recipes
import Setup
import Studies

/// What the words of a command line can be completed to: the kinds that the arguments and options name.
enum Candidates {
  /// Recipes: those that come with the program, by their names, and JSON files.
  static let recipe = completion { shipped($0) + PathCandidates(isJSON).paths($0) }
  /// Folders of runs.
  static let run = completion { PathCandidates(PathCandidates.isRun, entering: runs).paths($0) }
  /// A recipe, or the folder of a run.
  static let recipeOrRun = completion { prefix in
    shipped(prefix)
      + PathCandidates({ PathCandidates.isRun($0) || isJSON($0) }, entering: runs).paths(prefix)
  }
  /// Runs, their checkpoints, and folders of models.
  static let model = completion { PathCandidates(isModel, entering: runs).paths($0) }
  /// A model, or a file of outputs.
  static let modelOrOutputs = completion { prefix in
    PathCandidates({ isModel($0) || $0.hasSuffix(".jsonl") }, entering: runs).paths(prefix)
  }
  /// Evaluation suites: those that come with the program, by their names, and JSON files.
  static let suite = completion { prefix in
    (["all"] + SuiteLocator.shippedNames).filter { $0.hasPrefix(prefix) }
      + PathCandidates(isJSON).paths(prefix)
  }
  /// Studies: those that come with the program, by their names, and JSON files.
  static let study = completion { prefix in
    StudyLocator.standard().shippedStudies.filter { $0.hasPrefix(prefix) }
      + PathCandidates(isJSON).paths(prefix)
  }
  /// Vocabularies: their files, and folders of models and runs.
  static let vocabulary = completion { prefix in
    let isVocabulary = { (path: String) in path.hasSuffix(".model") || path.hasSuffix("/tokenizer.json") }
    return ["bytes"].filter { $0.hasPrefix(prefix) }
      + PathCandidates({ isModel($0) || isVocabulary($0) }, entering: runs).paths(prefix)
  }
  /// Settings of a recipe with their values: `packing.method=best-fit`.
  static let setting = completion(SettingCandidates.settings)
  /// Settings of a recipe, and groups of them.
  static let settingName = completion(SettingCandidates.names)

  private static func completion(_ candidates: @escaping @Sendable (String) -> [String]) -> CompletionKind {
    .custom { _, _, prefix in
      let word = ShellWord.unquoted(prefix)
      var seen: Set<String> = []
      return candidates(word).filter { seen.insert($0).inserted }.compactMap(ShellWord.shown)
    }
  }

  /// The recipes that come with the program. A leading `recipes/` may be left out of their names, and so is
  /// offered only where it was begun.
  private static func shipped(_ prefix: String) -> [String] {
    let names = RecipeLocator.standard().shippedRecipes
    return (prefix.isEmpty ? names : names + names.map { "recipes/\($0)" }).filter { $0.hasPrefix(prefix) }
  }

  /// Where runs lie unless a recipe says otherwise.
  private static let runs = "runs/"

  private static func isJSON(_ path: String) -> Bool {
    path.hasSuffix(".json") && !path.hasSuffix(".source.json")
  }

  private static func isModel(_ path: String) -> Bool {
    PathCandidates.isRun(path) || FileManager.default.fileExists(atPath: "\(path)/config.json")
  }
}
