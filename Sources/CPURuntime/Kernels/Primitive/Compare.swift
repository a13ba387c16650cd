import Autograd

extension Compare: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    let isFloat = site.operands[0].element == .float32
    switch relation {
    case .equal:
      return {
        isFloat
          ? compare($0, count, $0.input(0), $0.input(1), ==)
          : compare($0, count, $0.integers(0), $0.integers(1), ==)
      }
    case .less:
      return {
        isFloat
          ? compare($0, count, $0.input(0), $0.input(1), <)
          : compare($0, count, $0.integers(0), $0.integers(1), <)
      }
    }
  }
}

@inline(__always)
private func compare<T>(
  _ call: borrowing KernelCall, _ count: Int, _ a: UnsafePointer<T>, _ b: UnsafePointer<T>,
  _ holds: (T, T) -> Bool
) {
  let y = call.integerOutput(0)
  for i in 0..<count { y[i] = holds(a[i], b[i]) ? 1 : 0 }
}
