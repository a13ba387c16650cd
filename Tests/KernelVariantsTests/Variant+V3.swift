import Autograd
import CPURuntimeV3

extension KernelVariant {
  /// The kernels for x86-64-v3.
  static let v3 = KernelVariant(level: 3, name: CPURuntime.kernelDescription) { CPURuntime(threads: $0) }
}
