import ArgumentParser
import Diagnostics
import Foundation
import Instructions
import Recipes
import Reports
import Runs
import Setup
import Training

/// `validate`: everything that training would check before its first step, and nothing else.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks a recipe with its data, vocabulary and model, and shows what it comes to.",
    discussion: """
      Nothing is written, and no command of the recipe is run. With --recipe-only the files that the recipe names are \
      not looked at.

      Examples:

        flan-train validate recipes/flan-small.json
        flan-train validate paper/flan-t5-xl.json --recipe-only
      """)

  @OptionGroup var recipe: RecipeArguments

  @Flag(help: "Check the recipe alone.")
  var recipeOnly = false

  func run() throws {
    try Outcome.of {
      let loaded = try recipe.load()
      if recipeOnly {
        try Outcome.printResult(loaded.settingsTable.textLines().joined(separator: "\n"))
      } else {
        let runtime = try Machine.runtime(of: loaded)
        let prepared: PreparedRun
        do {
          prepared = try PreparedRun(
            loaded, folder: RunFolder(of: loaded.recipe), runtime: runtime,
            caching: CacheHandling(
              .readOnly, warn: { Outcome.printError("warning: \($0)") },
              progress: { Console.standardError.show($0) }))
        } catch let error as CommandsNotRun {
          return try print(loaded, waitingFor: error)
        }
        for note in prepared.setup.notes + prepared.data.startNotes { Outcome.printError(note) }
        for message in prepared.data.leftOut { Outcome.printError("warning: \(message)") }
        for note in try prepared.data.checkForecast(prepared.loaded.recipe) {
          Outcome.printError("warning: \(note)")
        }
        for note in try prepared.data.templateNotes(tokenizer: prepared.setup.tokenizer) {
          Outcome.printError("warning: \(note)")
        }
        let passport = try prepared.passport(
          programVersion: ProgramVersion.text, runtime: runtime.description)
        try Outcome.printResult(
          StartPage.lines(try prepared.summary(passport: passport)).joined(separator: "\n"))
      }
      try Outcome.printResult("\(loaded.file) is valid")
    }
  }

  /// What can be said of a recipe with commands that have not been run: its settings, and what is left to be
  /// seen. Its model, its vocabulary and its files of tasks have been read by then.
  private func print(_ loaded: LoadedRecipe, waitingFor error: CommandsNotRun) throws {
    try Outcome.printResult(loaded.settingsTable.textLines().joined(separator: "\n"))
    for command in error.commands { Outcome.printError(command.words) }
    if let step = error.nextStep { Outcome.printError(step) }
    try Outcome.printResult("\(loaded.file) is valid as far as can be told before its commands have run")
  }
}
