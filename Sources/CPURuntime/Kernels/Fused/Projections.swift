import Autograd

extension Projections: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    let x = site.operands[0].shape
    return site.threads * RowProduct.scratchCount(rows: x[0], inner: x[1]) * MemoryLayout<Float>.stride
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, inner) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let columns = site.results.map { $0.shape[1] }
    return { call in
      let weights = columns.indices.map {
        RowProduct.Weight(b: call.input($0 + 1), c: call.output($0), columns: columns[$0])
      }
      RowProduct(a: call.input(0), rows: rows, inner: inner)
        .multiply(weights, call.pool, scratch: call.floatScratch)
    }
  }
}
