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

/// The bits of the losses of `TrainingTrajectory`'s twenty steps.
let keptLosses: [UInt32] = [
  0x40deda51, 0x40d7036c, 0x40d42e99, 0x40cea18e, 0x40cd87e0,
  0x40c61f7d, 0x40bde903, 0x40b8d361, 0x40b385c7, 0x40b256f2,
  0x40ac1a30, 0x40aa036e, 0x40a7ddbf, 0x40a63745, 0x40a26a20,
  0x40a35d4c, 0x40a09525, 0x40a27257, 0x40a1ac07, 0x409cf7fe,
]
