import Autograd

extension AdamWUpdate: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0), (2, 1), (3, 2)] }

  /// Elements whose sums are made together: few enough that their sums stay exact in float32, and always the same ones,
  /// so that the number of threads leaves no trace.
  private static let block = 1 << 12

  /// Two sums for each block.
  func scratchBytes(_ site: KernelSite) -> Int {
    blocks(site.operands[0].shape.count) * MemoryLayout<SIMD2<Float>>.stride
  }

  private func blocks(_ count: Int) -> Int { (count + Self.block - 1) / Self.block }

  /// One pass over memory; threads split the blocks.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let count = site.operands[0].shape.count
    let blocks = blocks(count)
    return { call in
      let sums = call.scratch.assumingMemoryBound(to: SIMD2<Float>.self)
      let work = AdamWWork(self, call)
      call.pool.split(blocks, grain: elementwiseGrain / Self.block / 4) { _, range in
        for block in range {
          let start = block * Self.block
          sums[block] = work.update(start..<min(start + Self.block, count))
        }
      }
      var (steps, gradients) = (0.0, 0.0)
      for block in 0..<blocks {
        steps += Double(sums[block].x)
        gradients += Double(sums[block].y)
      }
      call.output(3)[0] = Float((steps / Double(max(count, 1))).squareRoot())
      call.output(4)[0] = Float(gradients)
    }
  }
}

/// The memory and the numbers of one call.
private struct AdamWWork {
  private let parameter, gradient, oldFirst, oldSecond: UnsafePointer<Float>
  private let new, first, second: UnsafeMutablePointer<Float>
  private let beta1, beta2, complement1, complement2: Float
  private let size, correction, epsilon, kept: Float

  init(_ operation: AdamWUpdate, _ call: borrowing KernelCall) {
    (parameter, gradient) = (call.input(0), call.input(1))
    (oldFirst, oldSecond) = (call.input(2), call.input(3))
    (new, first, second) = (call.output(0), call.output(1), call.output(2))
    (beta1, beta2) = (Float(operation.beta1), Float(operation.beta2))
    (complement1, complement2) = (Float(1 - operation.beta1), Float(1 - operation.beta2))
    let rate = call.input(4)[0]
    (size, correction) = (rate * call.input(5)[0], call.input(6)[0])
    (epsilon, kept) = (operation.epsilon, 1 - rate * operation.weightDecay)
  }

  /// Updates some elements.
  /// - Returns: the sums of the squared steps and of the squared gradients.
  @inline(__always)
  func update(_ range: Range<Int>) -> SIMD2<Float> {
    var (steps, gradients) = (FloatVector.zero, FloatVector.zero)
    var i = range.lowerBound
    while i < range.upperBound {
      let lanes = min(vectorWidth, range.upperBound - i)
      let g = loadLanes(gradient + i, lanes)
      let m = loadLanes(oldFirst + i, lanes) * beta1 + g * complement1
      let v = loadLanes(oldSecond + i, lanes) * beta2 + g * g * complement2
      let step = m * size / ((v * correction).squareRoot() + epsilon)
      storeLanes(m, first + i, lanes)
      storeLanes(v, second + i, lanes)
      storeLanes(loadLanes(parameter + i, lanes) * kept - step, new + i, lanes)
      steps += step * step
      gradients += g * g
      i += vectorWidth
    }
    return SIMD2(horizontalSum(steps), horizontalSum(gradients))
  }
}
