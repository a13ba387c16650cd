import Autograd
import CPURuntime

extension KernelVariant {
  /// The kernels that this build ships.
  static let native = KernelVariant(
    level: levels[CPURuntime.description(threads: 1).kernels.split(separator: ",")[0].description] ?? 0,
    name: "\(CPURuntime.description(threads: 1).kernels) (this build's)"
  ) { CPURuntime(threads: $0) }

  private static let levels = ["x86-64-v2": 2, "x86-64-v3": 3, "x86-64-v4": 4]
}
