import CPURuntime
import Foundation
import Training

/// The runtime that the command works with.
enum Machine {
  /// A runtime with the recipe's threads, or one for each core.
  static func runtime(threads: Int?) -> CPURuntime {
    CPURuntime(threads: max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
  }

  /// The options of a session on that runtime.
  static func options(_ runtime: CPURuntime) -> RunSession.Options {
    RunSession.Options(
      programVersion: ProgramVersion.text, threads: runtime.threads, blas: CPURuntime.blasDescription)
  }
}
