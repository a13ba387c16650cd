import ArgumentParser
import Diagnostics
import JSON
import Recipes
import Reports
import Training

/// `verify-resume`: proves that a run of a recipe can be interrupted without a trace.
struct VerifyResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-resume",
    abstract: "Proves that a run of the recipe that is interrupted and resumed is the same to the last bit.",
    usage: "flan-train verify-resume [<options>] <recipe> [<dotted.key=value> ...]",
    discussion: """
      Trains the first steps twice, once straight through and once interrupted after every step, each time with all read \
      anew, and compares the SHA-256 of weights, optimizer, data position, metrics and scores after every step, and of the \
      last checkpoint's files. Both runs go to a folder beside the run's own, which is not touched, and are removed.

      Exit codes: 0 where all is equal; 1 where the runs part, with the first step and tensor.

      Examples:

        flan-train verify-resume recipes/flan-small.json --steps 4
        flan-train verify-resume recipes/flan-small.json --steps 40 --at 13 --at 25
      """)

  @OptionGroup var recipe: RecipeArguments

  @Option(help: "Steps to compare; no more than the recipe has are done.")
  var steps = 4

  @Option(help: "A step to interrupt after; may be given several times. Default: every step but the last.")
  var at: [Int] = []

  @Flag(help: "Print the verdict as JSON.")
  var json = false

  func validate() throws {
    if steps < 2 {
      throw ValidationError("--steps must be at least 2: one to interrupt after, one to go on with")
    }
    if let step = at.first(where: { !(1..<steps).contains($0) }) {
      throw ValidationError("--at \(step) must be from 1 to \(steps - 1), below --steps")
    }
  }

  func run() throws {
    try Outcome.of {
      let loaded = try recipe.load()
      let runtime = try Machine.runtime(of: loaded)
      let verification = ResumeVerification(
        loaded, steps: steps, interruptions: at.isEmpty ? nil : at, runtime: runtime)
      let signals = StopSignals(notice: "stopping after this step; once more to stop at once")
      let verdict = try verification.run(
        stop: signals.request, progress: { Console.standardError.show($0) },
        report: { Outcome.printError($0) })
      if json {
        try Outcome.write(EventCoding.pretty(verdict))
      } else {
        try Outcome.printResult(ResumeVerdictText.lines(verdict).joined(separator: "\n"))
      }
      if !verdict.isEqual { throw ExitCode(FailureCategory.failure.exitCode) }
    }
  }
}
