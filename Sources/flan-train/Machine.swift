import ArgumentParser
import CPURuntime
import Foundation
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

  /// A runtime with the recipe's threads, or one for each core.
  static func runtime(threads: Int?) -> CPURuntime {
    CPURuntime(threads: max(1, threads ?? ProcessLimits.cores))
  }

  /// The options of a session on that runtime.
  static func options(_ runtime: CPURuntime) -> RunSession.Options {
    var options = RunSession.Options(
      programVersion: ProgramVersion.text, threads: runtime.threads, blas: CPURuntime.blasDescription)
    options.programSHA256 = Bundle.main.executablePath.flatMap {
      try? ContentHash.ofFile($0, what: "program")
    }
    return options
  }
}
