import Autograd
import CStartup
import Testing

/// The runtime's kernels, compiled for a level of the x86-64 architecture.
struct KernelVariant: Sendable, CustomTestStringConvertible {
  /// The level; 0 for another architecture.
  let level: Int
  /// What the runtime says it is compiled for.
  let name: String
  /// A runtime with so many threads.
  let runtime: @Sendable (Int) -> any Runtime

  init(level: Int, name: String, _ runtime: @escaping @Sendable (Int) -> any Runtime) {
    (self.level, self.name, self.runtime) = (level, name, runtime)
  }

  var testDescription: String { name }

  /// All that this machine's processor can run.
  static let runnable = [v2, v3, v4].filter { $0.level <= Int(FLAN_TRAIN_processorLevel()) } + [native]
}
