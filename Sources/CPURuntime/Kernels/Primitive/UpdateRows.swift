import Autograd

extension UpdateRows: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (shape, count) = (site.operands[0].shape, site.operands[1].shape[0])
    let (length, width) = (shape[1], shape[2])
    return { call in
      let (cache, rows, y) = (call.input(0), call.input(1), call.output(0))
      let positions = call.integers(2)
      if cache != UnsafePointer(y) { y.update(from: cache, count: shape.count) }
      for row in 0..<count {
        (y + (row * length + Int(positions[row])) * width).update(from: rows + row * width, count: width)
      }
    }
  }
}
