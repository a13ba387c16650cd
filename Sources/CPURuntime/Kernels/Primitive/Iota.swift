import Autograd

extension Iota: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, size, stride) = (shape.count, shape[axis], shape.strides[axis])
    return { call in
      let y = call.integerOutput(0)
      for i in 0..<count { y[i] = Int32(truncatingIfNeeded: i / stride % size) }
    }
  }
}
