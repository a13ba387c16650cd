import Autograd
import CPURuntimeV2

extension KernelVariant {
  /// The kernels for x86-64-v2.
  static let v2 = KernelVariant(level: 2, name: CPURuntime.description(threads: 1).kernels) {
    CPURuntime(threads: $0)
  }
}
