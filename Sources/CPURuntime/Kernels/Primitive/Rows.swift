import Autograd

extension Gather: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, width) = (site.operands[1].shape.count, site.operands[0].shape.innermost)
    return { call in
      let (table, indices, y) = (call.input(0), call.integers(1), call.output(0))
      call.pool.split(count, grain: max(1, elementwiseGrain / width)) { _, range in
        for i in range { (y + i * width).update(from: table + Int(indices[i]) * width, count: width) }
      }
    }
  }
}

extension ScatterAdd: CPUOperation {
  /// Threads split the columns, so that rows that are named twice are added in index order by one thread.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, width) = (site.operands[1].shape.count, site.operands[0].shape.innermost)
    let rows = rows
    return { call in
      let (x, indices, table) = (call.input(0), call.integers(1), call.output(0))
      call.pool.split(width, grain: 32) { _, columns in
        let (start, length) = (columns.lowerBound, columns.count)
        for row in 0..<rows { (table + row * width + start).update(repeating: 0, count: length) }
        for i in 0..<count {
          accumulate(table + Int(indices[i]) * width + start, x + i * width + start, length)
        }
      }
    }
  }
}

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
