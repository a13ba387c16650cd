import Autograd

extension GroupedDropout: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (3, 0)] }

  /// With fewer groups than places the masks of all groups are drawn once; else each place's is drawn where it is needed.
  func scratchBytes(_ site: KernelSite) -> Int {
    let shape = site.operands[0].shape
    return (groups < shape.outerCount ? groups : site.threads) * shape.innermost * 4
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (places, width) = (site.operands[0].shape.outerCount, site.operands[0].shape.innermost)
    let mask = DropoutMask(rate: rate, stream: stream)
    let adds = site.operands.count == 4
    let drawsAll = groups < places
    return { call in
      let (x, y, multipliers) = (call.input(0), call.output(0), call.floatScratch)
      let (groupOfPlace, residual) = (call.integers(2), adds ? call.input(3) : x)
      let draw = DropoutDraw(mask, key: call.integers(1))
      if drawsAll { mask.fill(multipliers, count: groups * width, key: call.integers(1), pool: call.pool) }
      call.pool.split(places, grain: max(1, elementwiseGrain / width)) { part, range in
        for place in range {
          let group = Int(groupOfPlace[place])
          let multiplier = multipliers + (drawsAll ? group : part) * width
          if !drawsAll { draw.write(group * width..<(group + 1) * width, to: multiplier) }
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
