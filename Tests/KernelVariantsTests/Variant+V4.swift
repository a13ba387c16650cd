import Autograd
import CPURuntimeV4

extension KernelVariant {
  /// The kernels for x86-64-v4.
  static let v4 = KernelVariant(level: 4, name: CPURuntime.description(threads: 1).kernels) {
    CPURuntime(threads: $0)
  }
}
