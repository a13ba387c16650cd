import Autograd

extension ReduceSum: CPUOperation {
  /// Sums along the kept and the summed axes, each with its own strides, in index order.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.operands[0].shape
    let strides = shape.strides
    let summed = axes.sorted()
    let kept = shape.dimensions.indices.filter { !summed.contains($0) }
    let keptOffsets = Self.offsets(Shape(kept.map { shape[$0] }), kept.map { strides[$0] })
    let isInnermost = summed == [shape.rank - 1] || summed == Array(shape.dimensions.indices)
    let runs = isInnermost ? [0] : Self.offsets(Shape(summed.map { shape[$0] }), summed.map { strides[$0] })
    let run = isInnermost ? summed.reduce(1) { $0 * shape[$1] } : 1
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(keptOffsets.count, grain: max(1, elementwiseGrain / (runs.count * run))) { _, range in
        for index in range {
          var total: Float = 0
          for offset in runs {
            let start = x + keptOffsets[index] + offset
            total += run == 1 ? start[0] : sum(start, run)
          }
          y[index] = total
        }
      }
    }
  }

  /// The memory offset of every index of a tensor of `shape`.
  private static func offsets(_ shape: Shape, _ strides: [Int]) -> [Int] {
    var offsets = [0]
    for (size, stride) in zip(shape.dimensions, strides) {
      offsets = offsets.flatMap { offset in (0..<size).map { offset + $0 * stride } }
    }
    return offsets
  }
}

extension ReduceMaximum: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range { y[row] = largest(x + row * width, width) }
      }
    }
  }
}
