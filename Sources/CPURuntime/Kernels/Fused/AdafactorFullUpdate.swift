import Autograd

extension AdafactorFullUpdate: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] {
    [(0, 0), (2, 1)] + (constants.momentum == nil ? [] : [(3, 2)])
  }

  func scratchBytes(_ site: KernelSite) -> Int { 32 }

  /// Tensors that are not factored are small, so one thread takes them.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.operands[0].shape.count
    let (scalars, told) = (site.operands.count - 2, site.results.count - 2)
    let constants = constants
    return { call in
      let (p, g, old) = (call.input(0), call.input(1), call.input(2))
      let (new, moment) = (call.output(0), call.output(1))
      let (rate, decay) = (call.input(scalars)[0], call.input(scalars + 1)[0])
      let totals = PartialSums(call.scratch, parts: 1)
      totals.add(dot(p, p, count), to: .parameter, part: 0)
      totals.add(dot(g, g, count), to: .gradient, part: 0)
      for i in 0..<count {
        moment[i] = decay * old[i] + (1 - decay) * (g[i] * g[i] + constants.gradientEpsilon)
        totals.add(g[i] * g[i] / moment[i], to: .update, part: 0)
      }
      let update = totals.rootMean(.update, count)
      let size = constants.stepSize(rate: rate, update: update, parameter: totals.rootMean(.parameter, count))
      let kept = 1 - constants.weightDecay
      if let momentum = AdafactorMomentum(constants, call) {
        let steps = momentum.average(0, count) { g[$0] / moment[$0].squareRoot() * size }
        for i in 0..<count { new[i] = p[i] * kept - steps[i] }
        call.output(told)[0] = (dot(steps, steps, count) / Float(max(count, 1))).squareRoot()
      } else {
        for i in 0..<count { new[i] = p[i] * kept - g[i] / moment[i].squareRoot() * size }
        call.output(told)[0] = update * size
      }
      call.output(told + 1)[0] = Float(totals.total(.gradient))
    }
  }
}
