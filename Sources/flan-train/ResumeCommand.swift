import ArgumentParser
import Diagnostics
import Foundation
import Runs
import Training

/// `resume`: goes on with a run, from its folder alone.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Goes on with a run from its newest whole checkpoint.",
    usage: "flan-train resume [<options>] <run> [<dotted.key=value> ...]",
    discussion: """
      The run ends in the same weights, byte for byte, as if it had never stopped: with the same program, number of \
      threads and BLAS kernel. Settings that differ are refused unless they are allowed, and so is other content of \
      data, templates, vocabulary or first weights.

      Examples:

        flan-train resume runs/flan-small
        flan-train resume runs/flan-small train.steps=4000 --allow-change train.steps
        flan-train resume runs/flan-small --allow-change data.tasks
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), completion: Candidates.run)
  var path: String

  @Argument(
    help: ArgumentHelp("Settings that override the run's.", valueName: "dotted.key=value"),
    completion: Candidates.setting)
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "A setting that may differ from the run's, or whose files may.", valueName: "dotted.key"),
    completion: Candidates.settingName)
  var allowChange: [String] = []

  func run() throws {
    try Outcome.of {
      try Ranks.run { ranks in
        let folder = try ranks.together { try RunFolder.existing(at: path) }
        let (loaded, recipeFile, runtime) = try ranks.together {
          let loaded = try folder.recipe(overrides: overrides)
          let passport = try folder.passport()
          let recipeFile = try folder.recipeOrigin()
          let runtime = try Machine.runtime(
            of: loaded, recipeFile: recipeFile, threads: loaded.recipe.train.threads ?? passport.ownThreads,
            ranks: ranks)
          return (loaded, recipeFile, runtime)
        }
        var options = Machine.options()
        options.allowedChanges = allowChange
        let session = RunSession(
          loaded, folder: folder, options: options, runtime: runtime, ranks: ranks.group)
        try SessionRunner.run(session, folder, recipeFile: recipeFile, speaks: ranks.speaks)
      }
    }
  }
}
