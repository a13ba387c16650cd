import Autograd

extension GroupedDropout: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func scratchBytes(_ site: KernelSite) -> Int { groups * site.operands[0].shape.innermost * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (places, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    let generator = DropoutMask(rate: rate, stream: stream)
    return { call in
      let (x, y, multipliers) = (call.input(0), call.output(0), call.floatScratch)
      let groupOfPlace = call.integers(2)
      generator.fill(multipliers, count: groups * width, key: call.integers(1), pool: call.pool)
      call.pool.split(places, grain: max(1, elementwiseGrain / width)) { _, range in
        for place in range {
          let multiplier = multipliers + Int(groupOfPlace[place]) * width
          let (from, to) = (x + place * width, y + place * width)
          for i in 0..<width { to[i] = from[i] * multiplier[i] }
        }
      }
    }
  }
}
