import Autograd

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
