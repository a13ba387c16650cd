import Autograd

extension UpdateRows: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.operands[0].shape
    let (outer, length, width) = (shape[0], shape[1], shape[2])
    return { call in
      let (cache, rows, y) = (call.input(0), call.input(1), call.output(0))
      if cache != UnsafePointer(y) { y.update(from: cache, count: outer * length * width) }
      let position = Int(call.integers(2)[0])
      for i in 0..<outer {
        (y + (i * length + position) * width).update(from: rows + i * width, count: width)
      }
    }
  }
}
