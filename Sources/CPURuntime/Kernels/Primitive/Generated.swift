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

extension Iota: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, size, stride) = (shape.count, shape[axis], shape.strides[axis])
    return { call in
      let y = call.integerOutput(0)
      for i in 0..<count { y[i] = Int32(truncatingIfNeeded: i / stride % size) }
    }
  }
}

extension RelativeBuckets: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (queries, keys) = (queries, keys)
    let buckets = scheme.bucketsByOffset(queries: queries, keys: keys)
    return { call in
      let y = call.integerOutput(0)
      for query in 0..<queries {
        for key in 0..<keys { y[query * keys + key] = buckets[key - query + queries - 1] }
      }
    }
  }
}

extension RelativePositionScheme {
  /// The bucket of every offset from -(queries - 1) to keys - 1, in that order.
  func bucketsByOffset(queries: Int, keys: Int) -> [Int32] {
    (0..<(queries + keys - 1)).map { Int32(bucket(forOffset: $0 - (queries - 1))) }
  }
}
