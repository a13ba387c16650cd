import Autograd

extension Transpose: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.results[0].shape
    let fromStrides = site.operands[0].shape.strides
    let strides = permutation.map { fromStrides[$0] }
    return { call in
      call.output(0).copyStrided(
        from: UnsafeRawPointer(call.input(0)), shape: shape, strides: strides, pool: call.pool)
    }
  }
}

extension UnsafeMutablePointer<Float> {
  /// Writes a tensor of `shape` whose element at an index lies at the sum of index times stride in `source`.
  /// Elements are 4 bytes of any type.
  func copyStrided(from source: UnsafeRawPointer, shape: Shape, strides: [Int], pool: ThreadPool) {
    if shape.count == 0 { return }
    let source = source.assumingMemoryBound(to: Float.self)
    let (inner, innerStride) = (shape.innermost, strides.last ?? 0)
    pool.split(shape.outerCount, grain: Swift.max(1, elementwiseGrain / inner)) { _, rows in
      for row in rows {
        var (rest, offset) = (row, 0)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
          offset += rest % shape[axis] * strides[axis]
          rest /= shape[axis]
        }
        let (to, from) = (self + row * inner, source + offset)
        switch innerStride {
        case 1: to.update(from: from, count: inner)
        case 0: to.update(repeating: from[0], count: inner)
        default: for i in 0..<inner { to[i] = from[i * innerStride] }
        }
      }
    }
  }
}

extension Broadcast: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let from = site.operands[0].shape
    let shape = shape
    let strides = zip(from.dimensions, from.strides).map { $0 == 1 ? 0 : $1 }
    return { call in
      // Elements of either type are 4 bytes, and copying is all that is done to them.
      call.output(0).copyStrided(
        from: UnsafeRawPointer(call.input(0)), shape: shape, strides: strides, pool: call.pool)
    }
  }
}
