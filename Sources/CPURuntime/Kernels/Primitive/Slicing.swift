import Autograd

extension Slice: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let from = AxisRuns(site.operands[0].shape, axis: axis)
    let (start, count) = (range.lowerBound * from.inner, range.count * from.inner)
    return { call in
      // Elements of either type are 4 bytes, and copying is all that is done to them.
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(from.outer, grain: max(1, elementwiseGrain / max(1, count))) { _, runs in
        for run in runs { (y + run * count).update(from: x + run * from.length + start, count: count) }
      }
    }
  }
}

extension ZeroPadding: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (from, to) = (
      AxisRuns(site.operands[0].shape, axis: axis), AxisRuns(site.results[0].shape, axis: axis)
    )
    let (before, after) = (before * from.inner, after * from.inner)
    return { call in
      let (x, y) = (call.input(0), call.output(0))
      call.pool.split(from.outer, grain: max(1, elementwiseGrain / max(1, to.length))) { _, runs in
        for run in runs {
          let place = y + run * to.length
          place.update(repeating: 0, count: before)
          (place + before).update(from: x + run * from.length, count: from.length)
          (place + before + from.length).update(repeating: 0, count: after)
        }
      }
    }
  }
}

/// How the elements of a tensor lie along an axis: `outer` runs of `length` elements, `inner` of them for each place.
private struct AxisRuns {
  let outer, length, inner: Int

  init(_ shape: Shape, axis: Int) {
    outer = shape.dimensions[..<axis].reduce(1, *)
    inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    length = shape[axis] * inner
  }
}
