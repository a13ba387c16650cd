import ArgumentParser
import Diagnostics
import Evaluation
import Foundation
import JSON
import Recipes
import Reports
import Runs
import Setup
import Training

/// `train`: from a recipe to a trained model, or on from where its run stopped.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains by a recipe; goes on where its run stopped.",
    usage: "flan-train train [<options>] <recipe> [<dotted.key=value> ...]",
    discussion: """
      Examples:

        flan-train train recipes/flan-small.json
        flan-train train recipes/flan-small.json train.steps=200 name=try
        mpirun -n 4 flan-train train recipes/flan-small.json
      """)

  @OptionGroup var recipe: RecipeArguments

  @Flag(help: "Begin anew; the old run folder is renamed, never deleted.")
  var restart = false

  @Option(
    help: ArgumentHelp(
      "A setting that may differ from the run's when it is resumed, or whose files may.",
      valueName: "dotted.key"), completion: Candidates.settingName)
  var allowChange: [String] = []

  @Option(
    help: ArgumentHelp(
      "Look for the files that the recipe names as if it lay where this file does.", valueName: "file"),
    completion: .file())
  var relativeTo: String?

  func run() throws {
    try Outcome.of {
      try Ranks.run { ranks in
        let (loaded, runtime) = try ranks.together {
          let loaded = try recipe.load()
          return (loaded, try Machine.runtime(of: loaded, recipeFile: relativeTo, ranks: ranks))
        }
        var options = Machine.options()
        options.restarts = restart
        options.allowedChanges = allowChange
        let folder = RunFolder(of: loaded.recipe)
        let session = RunSession(
          loaded, folder: folder, options: options, runtime: runtime, ranks: ranks.group)
        try SessionRunner.run(session, folder, recipeFile: relativeTo, speaks: ranks.speaks)
      }
    }
  }
}

/// Runs a session under signals, and says how it ended.
enum SessionRunner {
  /// - Parameter speaks: whether this process tells of the run; of several the first.
  static func run(
    _ session: RunSession, _ folder: RunFolder, recipeFile: String? = nil, speaks: Bool = true
  ) throws {
    let signals = StopSignals()
    let outcome = try session.run(recipeFile: recipeFile, stop: signals.request) { folder in
      TrainingListeners([
        ConsoleReporter(), try LogFileReporter(folder), MetricsFileReporter(folder),
        EvaluationFileReporter(folder),
        TensorBoardReporter(folder), HTMLReporter(folder),
      ])
    }
    if !speaks { return }
    guard let outcome else {
      let early = folder.outcome.flatMap {
        $0.isEarly ? ", early, after step \($0.step)" : nil
      }
      Outcome.printError("the run is done already\(early ?? ""); --restart begins anew")
      let findings = try session.examineDone { folder, last, repairs in
        try MetricsRepair(folder, through: last, repairs: repairs).findings
      }
      for finding in findings { Outcome.printError("warning: \(finding)") }
      if folder.outcome?.isBestUntrained == true {
        try Outcome.warnIfUntrained(ModelLocator.locate(folder.path))
      }
      return try printTable(folder)
    }
    if outcome.ending == .stopped {
      Outcome.printError("stopped after step \(outcome.step); go on with: flan-train resume \(folder.path)")
      throw ExitCode(FailureCategory.stopped.exitCode)
    }
    try printTable(folder)
  }

  /// The latest evaluation, which a terminal has just shown as progress, and where the best model is.
  private static func printTable(_ folder: RunFolder) throws {
    let isShown = isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    if !isShown, let step = folder.evaluationSteps.last {
      let data = try InputFile.read(folder.evaluationSummaryFile(step: step), what: "evaluation")
      let summary = try EventCoding.decode(EvaluationSummary.self, from: data)
      let lines = EvaluationTextTable.textLines(summary, by: .cluster, showsAllScores: true)
      try Outcome.printResult(lines.joined(separator: "\n"))
    }
    if FileManager.default.fileExists(atPath: folder.bestFolder) {
      try Outcome.printResult("best model: \(folder.bestFolder)")
    }
  }
}
