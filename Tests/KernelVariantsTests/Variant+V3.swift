import Autograd
import CPURuntimeV3

extension KernelVariant {
  /// The kernels for x86-64-v3.
  static let v3 = KernelVariant(level: 3, name: CPURuntime.description(threads: 1).kernels) {
    CPURuntime(threads: $0)
  }
}
