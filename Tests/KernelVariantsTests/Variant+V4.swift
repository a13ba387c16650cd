import Autograd
import CPURuntimeV4

extension KernelVariant {
  /// The kernels for x86-64-v4.
  static let v4 = KernelVariant(level: 4, name: CPURuntime.kernelDescription) { CPURuntime(threads: $0) }
}
