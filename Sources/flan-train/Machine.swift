import ArgumentParser
import Autograd
import CPURuntime
import Foundation
import Inference
import Inspection
import Models
import Recipes
import Reports
import Runs
import Settings
import Setup
import Storage
import Text
import Tokenization
import Training

/// The runtime that the command works with.
enum Machine {
  /// Checks the number of threads of a command line.
  /// - Throws: `ValidationError`.
  static func validate(threads: Int?) throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
  }

  /// The runtime that a recipe asks for.
  /// - Parameters:
  ///   - recipeFile: what the recipe's paths are relative to, where that is not its own file.
  ///   - threads: threads of the processor's runtime; `nil` is the recipe's.
  ///   - ranks: the processes that train together, some of them perhaps on this machine.
  /// - Throws: `RecipeError`, `PlugInSearchError`, `PlugInError`, `PJRTError` where XLA cannot be had.
  static func runtime(
    of loaded: LoadedRecipe, recipeFile: String? = nil, threads: Int? = nil, ranks: Ranks = .alone
  ) throws -> any Runtime {
    switch loaded.recipe.runtime.kind {
    case .cpu: return processor(threads: threads ?? loaded.recipe.train.threads ?? ranks.threads)
    case .xla:
      if ranks.group == nil { return try XLAMachine.runtime(of: loaded, recipeFile: recipeFile) }
      throw RecipeError.contradiction(
        location: loaded.place(of: "runtime.kind"),
        problem:
          "is 'xla', which computes on the devices of one machine, but several processes were started together",
        nextStep: "Start one process; or set it to 'cpu', whose processes share every step over MPI.")
    }
  }

  /// A runtime of the processor's own with so many threads, or one for each core; with fewer, and that is said, where
  /// a limit of addresses (`ulimit -v`) leaves too few for their buffers.
  static func processor(threads: Int?) -> CPURuntime {
    let wanted = max(1, threads ?? ProcessLimits.cores)
    if wanted > ProcessLimits.cores {
      Outcome.printError(
        "warning: \(wanted) threads would share \(ProcessLimits.cores) "
          + "\(ProcessLimits.cores == 1 ? "core" : "cores") by turns, which is slower than one for each core; "
          + "the results are the same")
    }
    guard let addresses = ProcessLimits.addresses else { return CPURuntime(threads: wanted) }
    let threads = min(wanted, 1 + addresses.affordable(of: CPURuntime.addressesPerThread))
    if threads < wanted {
      Outcome.printError(
        "warning: the limit of \(FileSize.text(addresses.limit)) of addresses (ulimit -v) leaves room for "
          + "\(threads) of \(wanted) threads; \(threads) \(threads == 1 ? "is" : "are") taken")
    }
    let runtime = CPURuntime(threads: threads)
    runtime.reserveBuffers()
    return runtime
  }

  /// Opens a model to be asked; what is to be known of its folder and of rounded weights goes to standard
  /// error.
  /// - Throws: any `UserError` about the folder, or about XLA.
  static func model(
    in folder: String, _ arguments: RuntimeArguments, threads: Int?, weights: WeightFormat = .float32,
    turns: TurnFormat? = nil
  ) throws -> InferenceModel {
    let model = try InferenceModel(
      folder: folder, runtime: arguments.make(threads: threads), weights: weights, turns: turns)
    for note in model.notes { Outcome.printError(note) }
    if let note = weights.note { Outcome.printError(note) }
    return model
  }

  /// What the steps of a plan would run on.
  static func planned(_ runtime: any Runtime) -> RunPlan.Machine {
    RunPlan.Machine(processor: RunPassport.processorName, runtime: runtime.description)
  }

  /// The options of a session.
  static func options() -> RunSession.Options {
    var options = RunSession.Options(programVersion: ProgramVersion.text)
    options.progress = { Console.standardError.show($0) }
    options.programSHA256 = Bundle.main.executablePath.flatMap {
      try? ContentHash.ofFile($0, what: "program")
    }
    options.report = { Outcome.printError($0) }
    return options
  }
}
