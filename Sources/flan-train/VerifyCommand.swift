import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Reports
import Runs
import Training

/// `verify`: takes steps of a run again and certifies that they are its own.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Takes steps of a run again, drawn at random, and confirms that they give what the run says.",
    usage: "flan-train verify [<options>] <run>",
    discussion: """
      Begins at the run's first weights and at the checkpoints that it has kept, and compares the SHA-256 of every step's \
      metrics, and of weights and optimizer where it comes to a kept checkpoint. It needs recipe, data and run folder, and \
      writes nothing. With --json it prints a certificate, whose bytes anyone gets again by the same --steps and --seed: on \
      any number of threads, and by one process for a run of several.

      Exit codes: 0 where all is confirmed; 1 where something differs, with the first step.

      Examples:

        flan-train verify runs/flan-small
        flan-train verify runs/flan-small --steps 200 --seed 7 --json
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), completion: Candidates.run)
  var path: String

  @Option(help: "Steps to take again; all where the run has no more.")
  var steps = 8

  @Option(help: "Decides which steps; the same ones for the same number. Default: by chance.")
  var seed: UInt64?

  @Flag(help: "Print the certificate as JSON.")
  var json = false

  func validate() throws {
    if steps < 1 { throw ValidationError("--steps must be at least 1") }
  }

  func run() throws {
    try Outcome.of {
      let folder = try RunFolder.existing(at: path)
      let loaded = try folder.recipe(overrides: [])
      let recipeFile = try folder.recipeOrigin()
      let verification = try RunVerification(
        loaded, folder: folder, recipeFile: recipeFile, steps: steps,
        seed: seed ?? .random(in: 0..<1_000_000),
        programVersion: ProgramVersion.text,
        runtime: try Machine.runtime(of: loaded, recipeFile: recipeFile))
      for change in verification.machineChanges { Outcome.printError("other than in the run: \(change)") }
      let signals = StopSignals(notice: "stopping after this step; once more to stop at once")
      let certificate = try verification.run(stop: signals.request) { Console.standardError.show($0) }
      if json {
        try Outcome.write(EventCoding.pretty(certificate))
      } else {
        try Outcome.printResult(RunCertificateText.lines(certificate).joined(separator: "\n"))
      }
      if !certificate.isConfirmed { throw ExitCode(FailureCategory.failure.exitCode) }
    }
  }
}
