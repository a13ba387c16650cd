import ArgumentParser
import CPURuntime
import Foundation

/// The command: one file for each verb.
@main
struct FlanTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flan-train",
    abstract: "Finetunes T5 on instructions: the Flan recipe as one command.",
    discussion: """
      A bare recipe means 'train':

        flan-train recipes/flan-small.json
        flan-train recipes/flan-small.json train.steps=200 name=try

      Settings follow the recipe as dotted.key=value. Results go to standard output, progress to standard error.

      Exit codes: 0 done or already done; 1 failure, also where another process is at work on the run; 2 training diverged; \
      64 wrong command line or recipe; 65 wrong data, model or vocabulary; 74 reading or writing failed; 75 stopped on \
      request after a full checkpoint (the first Ctrl-C, SIGTERM, SIGHUP, SIGUSR1 or SIGUSR2; a second one stops at once).
      """,
    version: ProgramVersion.description,
    subcommands: [
      TrainCommand.self, ResumeCommand.self, EvaluateCommand.self, GenerateCommand.self, ScoreCommand.self,
      TokenizeCommand.self, TemplatesCommand.self, TasksCommand.self, InspectCommand.self, CacheCommand.self,
      ValidateCommand.self, PlanCommand.self, ReportCommand.self, CompareCommand.self, ExportCommand.self,
      VerifyResumeCommand.self, SchemaCommand.self,
    ],
    defaultSubcommand: TrainCommand.self)

  static func main() {
    // A file that is larger than the user may write is an error of the write, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    if let shell = CompletionScript.shell(in: Array(CommandLine.arguments.dropFirst())) {
      return print(CompletionScript.text(for: shell), terminator: "")
    }
    main(nil)
  }
}

/// The program's version.
enum ProgramVersion {
  static let text = "0.1.0"

  /// The version with what else results may depend on.
  static var description: String {
    """
    flan-train \(text)
    kernels for \(CPURuntime.kernelDescription)
    OpenBLAS with kernels for \(CPURuntime.blasCore): \(CPURuntime.blasDescription)
    """
  }
}
