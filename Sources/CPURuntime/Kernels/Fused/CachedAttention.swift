import Autograd

extension CachedAttention: CPUOperation {
  /// One row of scores for each thread.
  func scratchBytes(_ site: KernelSite) -> Int { site.threads * site.operands[1].shape[1] * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.operands[1].shape
    let (batch, length, width, heads) = (shape[0], shape[1], shape[2], heads)
    let size = width / heads
    let buckets = bias.bucketsByOffset(queries: length, keys: 1)  // of offsets -(length - 1)...0
    return { call in
      let (query, keys, values, table) = (call.input(0), call.input(1), call.input(2), call.input(4))
      let (output, scratch) = (call.output(0), call.floatScratch)
      let position = Int(call.integers(3)[0])
      let grain = max(1, elementwiseGrain / ((position + 1) * size))
      call.pool.split(batch * heads, grain: grain) { part, range in
        let scores = scratch + part * length
        for task in range {
          let (row, head) = (task / heads, task % heads)
          let q = query + row * width + head * size
          let first = row * length * width + head * size
          for key in 0...position {
            let bias = table[Int(buckets[length - 1 - (position - key)]) * heads + head]
            scores[key] = dot(q, keys + first + key * width, size) + bias
          }
          let sum = exponentiate(scores, position + 1, minus: largest(scores, position + 1))
          let out = output + row * width + head * size
          out.update(repeating: 0, count: size)
          for key in 0...position {
            let (weight, value) = (scores[key] / sum, values + first + key * width)
            for i in 0..<size { out[i] += weight * value[i] }
          }
        }
      }
    }
  }
}
