import Autograd

extension Rotary: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    let (heads, pairs, size) = (heads, pairs, width / heads)
    return { call in
      let (x, cosines, sines, y) = (call.input(0), call.input(1), call.input(2), call.output(0))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          let (cosines, sines) = (cosines + row * size, sines + row * size)
          for head in 0..<heads {
            let place = row * width + head * size
            RotaryHead(from: x + place, to: y + place, cosines: cosines, sines: sines).turn(pairs, size)
          }
        }
      }
    }
  }
}

/// One head of a vector, which may be turned where it is.
private struct RotaryHead {
  let from: UnsafePointer<Float>
  let to: UnsafeMutablePointer<Float>
  let cosines, sines: UnsafePointer<Float>

  /// Both elements of a pair are read before one is written, a vector of pairs at a time.
  @inline(__always)
  func turn(_ pairs: Int, _ size: Int) {
    var i = 0
    while i + vectorWidth <= pairs {
      let (first, second) = (load(from + i), load(from + i + pairs))
      store(first * load(cosines + i) - second * load(sines + i), to + i)
      store(second * load(cosines + i + pairs) + first * load(sines + i + pairs), to + i + pairs)
      i += vectorWidth
    }
    while i < pairs {
      let (first, second) = (from[i], from[i + pairs])
      to[i] = first * cosines[i] - second * sines[i]
      to[i + pairs] = second * cosines[i + pairs] + first * sines[i + pairs]
      i += 1
    }
    for i in 2 * pairs..<size { to[i] = from[i] * cosines[i] }
  }
}
