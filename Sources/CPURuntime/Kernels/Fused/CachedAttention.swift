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
          out.update(repeating: 0, count: size)
          for key in 0..<count {
            let (weight, value) = (scores[key] / sum, values + Int(places[key]) * width + head * size)
            for i in 0..<size { out[i] += weight * value[i] }
          }
        }
      }
    }
  }
}
