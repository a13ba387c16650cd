import Autograd

extension CachedAttention: CPUOperation {
  /// The scores of a row's heads for each thread.
  func scratchBytes(_ site: KernelSite) -> Int { site.threads * heads * site.operands[4].shape[1] * 4 }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let (length, heads) = (site.operands[4].shape[1], heads)
    let size = width / heads
    // The heads of a row stay together where there are rows enough: their keys come from memory as one run.
    let parts = min(heads, max(1, site.threads / max(rows, 1)))
    let grain = max(1, elementwiseGrain * parts / max(1, length * width))
    // Of the offsets -(length - 1)...0.
    let buckets = bias?.bucketsByOffset(queries: length, keys: 1)
    return { call in
      let (query, keys, values) = (call.input(0), call.input(1), call.input(2))
      let (lasts, everyPlace, output) = (call.integers(3), call.integers(4), call.output(0))
      let scratch = call.floatScratch
      call.pool.share(rows * parts, grain: grain, .apart) { thread, task in
        let row = task / parts
        let range = ThreadPool.range(task % parts, of: parts, count: heads)
        let start = row * width + range.lowerBound * size
        let work = HeadsOfRow(
          heads: range.count, size: size, width: width, seen: Int(lasts[row]) + 1,
          places: everyPlace + row * length, scores: scratch + thread * heads * length, length: length)
        work.score(query + start, keys + range.lowerBound * size)
        if let buckets { work.addBias(call.input(5) + range.lowerBound, buckets, heads) }
        work.normalize()
        work.mix(values + range.lowerBound * size, into: output + start)
      }
    }
  }
}

/// The attention of one row for some heads side by side.
///
/// Every key and value is read once for all of them, so that memory is read in runs of `heads * size` elements.
/// What is computed for a head does not depend on the others.
private struct HeadsOfRow {
  let heads, size: Int
  /// From a place of the table to the next.
  let width: Int
  /// How many places the row sees.
  let seen: Int
  let places: UnsafePointer<Int32>
  /// `[heads, length]`.
  let scores: UnsafeMutablePointer<Float>
  let length: Int

  @inline(__always)
  func score(_ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>) {
    for key in 0..<seen {
      let row = keys + Int(places[key]) * width
      for head in 0..<heads {
        scores[head * length + key] = dot(query + head * size, row + head * size, size)
      }
    }
  }

  /// - Parameter table: the biases from the first head's on, `[buckets, step]`.
  @inline(__always)
  func addBias(_ table: UnsafePointer<Float>, _ buckets: [Int32], _ step: Int) {
    for key in 0..<seen {
      let biases = table + Int(buckets[length - seen + key]) * step
      for head in 0..<heads { scores[head * length + key] += biases[head] }
    }
  }

  @inline(__always)
  func normalize() {
    for head in 0..<heads {
      let scores = scores + head * length
      let sum = exponentiate(scores, seen, minus: largest(scores, seen))
      scale(scores, seen, by: seen == 0 ? 0 : 1 / sum)
    }
  }

  @inline(__always)
  func mix(_ values: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    output.update(repeating: 0, count: heads * size)
    for key in 0..<seen {
      let row = values + Int(places[key]) * width
      for head in 0..<heads {
        accumulate(output + head * size, row + head * size, times: scores[head * length + key], size)
      }
    }
  }
}

/// Adds `factor` times `y` to `x`.
@inline(__always)
private func accumulate(
  _ x: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>, times factor: Float, _ count: Int
) {
  let (whole, spread) = (count / vectorWidth * vectorWidth, FloatVector(repeating: factor))
  var i = 0
  while i < whole {
    store(multiplyAdd(spread, load(y + i), load(x + i)), x + i)
    i += vectorWidth
  }
  while i < count {
    x[i] += factor * y[i]
    i += 1
  }
}
