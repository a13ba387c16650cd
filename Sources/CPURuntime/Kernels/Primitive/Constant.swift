import Autograd

extension Constant: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (value, count) = (value, type.shape.count)
    switch type.element {
    case .float32: return { $0.output(0).update(repeating: value, count: count) }
    case .int32:
      let whole = Int32(value)
      return { $0.integerOutput(0).update(repeating: whole, count: count) }
    }
  }
}
