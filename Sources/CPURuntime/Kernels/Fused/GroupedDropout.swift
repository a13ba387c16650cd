import Autograd

extension GroupedDropout: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (3, 0)] }

  func scratchBytes(_ site: KernelSite) -> Int { groups * site.operands[0].shape.innermost * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (places, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    let generator = DropoutMask(rate: rate, stream: stream)
    let adds = site.operands.count == 4
    return { call in
      let (x, y, multipliers) = (call.input(0), call.output(0), call.floatScratch)
      let (groupOfPlace, residual) = (call.integers(2), adds ? call.input(3) : x)
      generator.fill(multipliers, count: groups * width, key: call.integers(1), pool: call.pool)
      call.pool.split(places, grain: max(1, elementwiseGrain / width)) { _, range in
        for place in range {
          let multiplier = multipliers + Int(groupOfPlace[place]) * width
          let (from, base, to) = (x + place * width, residual + place * width, y + place * width)
          for i in 0..<width {
            let dropped = from[i] * multiplier[i]
            // To add zero would make 0 of -0.
            to[i] = adds ? base[i] + dropped : dropped
          }
        }
      }
    }
  }
}
