import Autograd

extension CachedAttention: CPUOperation {
  /// One row of scores for each thread.
  func scratchBytes(_ site: KernelSite) -> Int { site.threads * site.operands[4].shape[1] * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let (length, heads) = (site.operands[4].shape[1], heads)
    let size = width / heads
    // Of the offsets -(length - 1)...0.
    let buckets = bias?.bucketsByOffset(queries: length, keys: 1)
    return { call in
      let (query, keys, values) = (call.input(0), call.input(1), call.input(2))
      let (lasts, everyPlace, output) = (call.integers(3), call.integers(4), call.output(0))
      let scratch = call.floatScratch
      call.pool.split(rows * heads, grain: max(1, elementwiseGrain / (length * size))) { part, range in
        let scores = scratch + part * length
        for task in range {
          let (row, head) = (task / heads, task % heads)
          let (count, places) = (Int(lasts[row]) + 1, everyPlace + row * length)
          let (q, out) = (query + row * width + head * size, output + row * width + head * size)
          for key in 0..<count {
            scores[key] = dot(q, keys + Int(places[key]) * width + head * size, size)
          }
          if let buckets {
            let table = call.input(5) + head
            for key in 0..<count { scores[key] += table[Int(buckets[length - count + key]) * heads] }
          }
          let sum = exponentiate(scores, count, minus: largest(scores, count))
          scale(scores, count, by: count == 0 ? 0 : 1 / sum)
          mix(values + head * size, places, scores, count, into: out, width: width, size: size)
        }
      }
    }
  }
}

/// The sum of the rows at `places` of a table, each times its weight; four vectors at a time stay in registers.
@inline(__always)
private func mix(
  _ values: UnsafePointer<Float>, _ places: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>,
  _ count: Int,
  into out: UnsafeMutablePointer<Float>, width: Int, size: Int
) {
  var first = 0
  while first + 4 * vectorWidth <= size {
    var (a, b, c, d) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
    for key in 0..<count {
      let value = values + Int(places[key]) * width + first
      let weight = FloatVector(repeating: weights[key])
      a += weight * load(value)
      b += weight * load(value + vectorWidth)
      c += weight * load(value + 2 * vectorWidth)
      d += weight * load(value + 3 * vectorWidth)
    }
    store(a, out + first)
    store(b, out + first + vectorWidth)
    store(c, out + first + 2 * vectorWidth)
    store(d, out + first + 3 * vectorWidth)
    first += 4 * vectorWidth
  }
  if first == size { return }
  (out + first).update(repeating: 0, count: size - first)
  for key in 0..<count {
    let value = values + Int(places[key]) * width
    for i in first..<size { out[i] += weights[key] * value[i] }
  }
}
