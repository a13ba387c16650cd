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
            let (from, to) = (x + row * width + head * size, y + row * width + head * size)
            for i in 0..<pairs {
              let (first, second) = (from[i], from[i + pairs])
              to[i] = first * cosines[i] - second * sines[i]
              to[i + pairs] = second * cosines[i + pairs] + first * sines[i + pairs]
            }
            for i in 2 * pairs..<size { to[i] = from[i] * cosines[i] }
          }
        }
      }
    }
  }
}
