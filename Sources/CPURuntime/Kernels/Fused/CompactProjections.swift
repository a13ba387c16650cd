import Autograd

extension CompactProjections: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    let x = site.operands[0].shape
    return site.threads * RowProduct.scratchCount(rows: x[0], inner: x[1]) * MemoryLayout<Float>.stride
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, inner) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let (format, columns) = (format, columns)
    return { call in
      let weights = columns.indices.map { index in
        switch format {
        case .bfloat16:
          CompactWeight(
            words: UnsafeRawPointer(call.operands[1 + index]), steps: nil, c: call.output(index),
            columns: columns[index])
        case .int8:
          CompactWeight(
            words: UnsafeRawPointer(call.operands[1 + 2 * index]), steps: call.input(2 + 2 * index),
            c: call.output(index), columns: columns[index])
        }
      }
      RowProduct(a: call.input(0), rows: rows, inner: inner)
        .multiply(weights, format, call.pool, scratch: call.floatScratch)
    }
  }
}
