import ArgumentParser
import CPURuntime
import Diagnostics
import Foundation

/// The command: one file for each verb.
@main
struct FlanTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flan-train",
    abstract: "Finetunes T5 and decoder-only models: the Flan recipe as one command.",
    discussion: """
      Three lines to begin with, from any folder; each takes seconds:

        flan-train plan recipes/flan-smoke.json
        flan-train recipes/flan-smoke.json
        flan-train generate runs/flan-smoke 'Reverse the list: red, green, blue'

      A bare recipe means 'train'. Settings follow it as dotted.key=value:

        flan-train recipes/flan-small.json train.steps=200 name=try

      Results go to standard output, progress to standard error.

      Exit codes: 0 done or already done; 1 failure, also where another process is at work on the run; 2 training diverged; \
      64 wrong command line or recipe, or none at all; 65 wrong data, model or vocabulary; 74 reading or writing failed; 75 stopped on \
      request after a full checkpoint (the first Ctrl-C, SIGTERM, SIGHUP, SIGUSR1 or SIGUSR2; a second one stops at once).
      """,
    version: ProgramVersion.description,
    subcommands: [
      TrainCommand.self, ResumeCommand.self, EvaluateCommand.self, GenerateCommand.self, ScoreCommand.self,
      TokenizeCommand.self, VocabularyCommand.self, TemplatesCommand.self, TasksCommand.self,
      InspectCommand.self, CacheCommand.self,
      ValidateCommand.self, PlanCommand.self, ReportCommand.self, CompareCommand.self, ExportCommand.self,
      VerifyCommand.self, VerifyResumeCommand.self, StudyCommand.self, GridCommand.self, DevicesCommand.self,
      SchemaCommand.self,
    ],
    defaultSubcommand: TrainCommand.self)

  static func main() {
    // A file that is larger than the user may write is an error of the write, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let shell = CompletionScript.shell(in: arguments) {
      return print(CompletionScript.text(for: shell, of: self), terminator: "")
    }
    do {
      if arguments.isEmpty {
        try Outcome.printResult(FirstHelp.text)
        throw ExitCode(FailureCategory.usage.exitCode)
      }
      try Outcome.of { try MistakenCall.check(arguments) }
      var command = try parse(arguments)
      if !(command is TrainCommand || command is ResumeCommand) {
        try Outcome.of { try Ranks.refuse(arguments) }
      }
      try command.run()
    } catch {
      exit(withError: error)
    }
  }

  /// The verb with its arguments.
  /// - Throws: `ExitCode` once an option that is a setting's name has been told; what the parser throws.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    do {
      return try parseAsRoot(arguments)
    } catch {
      if let mistake = MistakenCall.inOption(arguments, error) { try Outcome.of { throw mistake } }
      throw error
    }
  }
}

/// The program's version.
enum ProgramVersion {
  static let text = "0.1.0"

  /// The version with what else results may depend on.
  static var description: String {
    let runtime = CPURuntime.description(threads: 1)
    return """
      flan-train \(text)
      kernels for \(runtime.kernels)
      matrix products by \(runtime.matrixProducts)
      """
  }
}
