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

extension Select: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(1, 0), (2, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (condition, a, b, y) = (call.integers(0), call.input(1), call.input(2), call.output(0))
      call.pool.split(count, grain: elementwiseGrain) { _, range in
        for i in range { y[i] = condition[i] != 0 ? a[i] : b[i] }
      }
    }
  }
}

extension ConvertToFloat: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.results[0].shape.count
    return { call in
      let (x, y) = (call.integers(0), call.output(0))
      for i in 0..<count { y[i] = Float(x[i]) }
    }
  }
}
