import Autograd

extension RMSNormGradient: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(4, 0)] }

  /// A row of weight gradients for each part of the rows.
  func scratchBytes(_ site: KernelSite) -> Int { Self.parts(site).count * site.operands[1].byteCount }

  private static func parts(_ site: KernelSite) -> SummedParts {
    SummedParts(items: site.operands[0].shape.outerCount, width: site.operands[0].shape.innermost)
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (width, parts) = (site.operands[0].shape.innermost, Self.parts(site))
    let adds = site.operands.count == 5
    return { call in
      let (x, weight, inverse, dy) = (call.input(0), call.input(1), call.input(2), call.input(3))
      let (dx, dWeight, partials) = (call.output(0), call.output(1), call.floatScratch)
      let base = adds ? call.input(4) : dy
      call.pool.sum(parts) { part, range in
        let partial = partials + part * width
        partial.update(repeating: 0, count: width)
        for row in range {
          let (from, cotangent, to, r) = (x + row * width, dy + row * width, dx + row * width, inverse[row])
          let mean = weightedDot(from, cotangent, weight, width) * r / Float(width)
          @inline(__always)
          func slope(_ i: Int) -> Float {
            let normalized = from[i] * r
            let g = cotangent[i]
            partial[i] += g * normalized
            return r * (g * weight[i] - normalized * mean)
          }
          if adds {
            let collected = base + row * width
            for i in 0..<width { to[i] = collected[i] + slope(i) }
          } else {
            for i in 0..<width { to[i] = slope(i) }
          }
        }
      }
      dWeight.update(from: partials, count: width)
      for part in 1..<parts.count { accumulate(dWeight, partials + part * width, width) }
    }
  }
}

/// The sum of x y w.
@inline(__always)
private func weightedDot(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ count: Int
) -> Float {
  var total = FloatVector.zero
  var i = 0
  while i + vectorWidth <= count {
    total += load(x + i) * load(y + i) * load(w + i)
    i += vectorWidth
  }
  var result = horizontalSum(total)
  while i < count {
    result += x[i] * y[i] * w[i]
    i += 1
  }
  return result
}
