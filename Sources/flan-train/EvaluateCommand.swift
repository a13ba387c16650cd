import ArgumentParser
import Diagnostics
import Foundation
import Reports
import Training

/// `eval`: the scores of a model on the held-out examples of a recipe.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluates a run's model, a checkpoint or any T5 folder on held-out tasks.",
    discussion: """
      The same weights give the same scores as during training. A run folder stands for its best model.

      Examples:

        flan-train eval runs/flan-small
        flan-train eval models/flan-t5-small --recipe recipes/flan-small.json --json
      """)

  @Argument(help: "A run folder, a checkpoint, or a Hugging Face T5 folder.")
  var model: String

  @Argument(help: ArgumentHelp("Settings that override the recipe's.", valueName: "dotted.key=value"))
  var overrides: [String] = []

  @Option(help: "The recipe whose held-out examples are used; default: the run's own.")
  var recipe: String?

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @Flag(help: "One line for each task and format instead of each cluster.")
  var byTask = false

  func run() throws {
    try Outcome.of {
      let found = try ModelLocator.locate(model)
      let (loaded, recipeFile) = try load(found)
      let runtime = Machine.runtime(threads: loaded.recipe.train.threads)
      let session = EvaluationSession(
        loaded, recipeFile: recipeFile, modelFolder: found.folder, runtime: runtime)
      let summary = try session.run()
      if json {
        let text = String(decoding: try EventCoding.pretty(summary), as: UTF8.self)
        try Outcome.printResult(text.trimmingCharacters(in: .newlines))
      } else {
        let lines = EvaluationTextTable.textLines(summary, by: byTask ? .task : .cluster)
        try Outcome.printResult(lines.joined(separator: "\n"))
      }
    }
  }

  private func load(_ found: ModelLocator.Found) throws -> (LoadedRecipe, recipeFile: String?) {
    if let recipe {
      return (try Recipe.load(try RecipeLocator.standard().locate(recipe), overrides: overrides), nil)
    }
    guard let run = found.run else { throw ModelLocatorError.noRecipe(path: model) }
    let passport = try RunPassport.read(run.passportFile)
    return (try Recipe.load(run.resolvedRecipeFile, overrides: overrides), passport.recipeFile)
  }
}
