import Autograd

extension Dropout: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [(0, 0)] }

  func scratchBytes(_ site: KernelSite) -> Int { maskShape(for: site.operands[0].shape).count * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.operands[0].shape
    let mask = maskShape(for: shape)
    let strides = zip(mask.dimensions, mask.strides).map { $0 == 1 ? 0 : $1 }
    let (rows, width, innerStride) = (shape.outerCount, shape.innermost, strides.last ?? 0)
    let generator = DropoutMask(rate: rate, stream: stream)
    return { call in
      let (x, y, multipliers) = (call.input(0), call.output(0), call.floatScratch)
      generator.fill(multipliers, count: mask.count, key: call.integers(1), pool: call.pool)
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          var (rest, offset) = (row, 0)
          for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
            offset += rest % shape[axis] * strides[axis]
            rest /= shape[axis]
          }
          let (from, to, multiplier) = (x + row * width, y + row * width, multipliers + offset)
          if innerStride == 1 {
            for i in 0..<width { to[i] = from[i] * multiplier[i] }
          } else {
            for i in 0..<width { to[i] = from[i] * multiplier[0] }
          }
        }
      }
    }
  }
}

/// The multipliers of inverted dropout: 0 where dropped, else 1 / (1 - rate).
struct DropoutMask {
  let rate: Float
  let stream: UInt32

  /// Writes the first `count` multipliers.
  func fill(
    _ multipliers: UnsafeMutablePointer<Float>, count: Int, key: UnsafePointer<Int32>, pool: ThreadPool
  ) {
    let draw = DropoutDraw(self, key: key)
    pool.split((count + 3) / 4, grain: 1 << 12) { _, range in
      let first = range.lowerBound * 4
      draw.write(first..<min(count, range.upperBound * 4), to: multipliers + first)
    }
  }
}

/// The multipliers of a mask under the key of a step: element e takes word e % 4 of counter (e / 4, step, stream, 0) under the
/// seed.
struct DropoutDraw {
  private let seed: SIMD2<UInt32>
  private let step, stream, threshold: UInt32
  private let kept: Float

  init(_ mask: DropoutMask, key: UnsafePointer<Int32>) {
    seed = SIMD2(UInt32(bitPattern: key[0]), UInt32(bitPattern: key[1]))
    step = UInt32(bitPattern: key[2])
    stream = mask.stream
    threshold = Philox.threshold(for: mask.rate)
    kept = 1 / (1 - mask.rate)
  }

  @inline(__always)
  private func words(_ block: Int) -> SIMD4<UInt32> {
    Philox.words(counter: SIMD4(UInt32(truncatingIfNeeded: block), step, stream, 0), key: seed)
  }

  /// Writes the multipliers of some elements that follow one another.
  @inline(__always)
  func write(_ elements: Range<Int>, to multipliers: UnsafeMutablePointer<Float>) {
    var element = elements.lowerBound
    while element < elements.upperBound {
      let (words, offset) = (words(element / 4), element - elements.lowerBound)
      if element % 4 == 0, element + 4 <= elements.upperBound {
        for lane in 0..<4 { multipliers[offset + lane] = words[lane] < threshold ? 0 : kept }
        element += 4
        continue
      }
      // A block of which others than these elements have the rest.
      let lanes = element % 4..<min(4, element % 4 + elements.upperBound - element)
      for lane in lanes {
        multipliers[offset + lane - lanes.lowerBound] = words[lane] < threshold ? 0 : kept
      }
      element += lanes.count
    }
  }
}
