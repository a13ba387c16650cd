import Autograd

extension CachedAttention: CPUOperation {
  /// The scores of a row's heads for each thread.
  func scratchBytes(_ site: KernelSite) -> Int { site.threads * heads * length(site) * 4 }

  /// The most keys that a row sees.
  private func length(_ site: KernelSite) -> Int {
    site.operands[4].shape[1] + (hasPrompt ? site.operands[8].shape[1] : 0)
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let (length, heads, keyHeads) = (length(site), heads, keyHeads)
    let (size, group) = (width / heads, heads / keyHeads)
    // The heads of a row stay together where there are rows enough: their keys come from memory as one run. Heads that share keys
    // are never parted.
    let parts = min(keyHeads, max(1, site.threads / max(rows, 1)))
    let grain = max(1, elementwiseGrain * parts / max(1, length * width))
    // The prompt's keys come first, as they do in the text.
    let tables = (hasPrompt ? [5, 1] : [1]).map { (first: $0, length: site.operands[$0 + 3].shape[1]) }
    // Of the offsets -(length - 1)...0.
    let buckets = bias?.bucketsByOffset(queries: length, keys: 1)
    return { call in
      let (query, output, scratch) = (call.input(0), call.output(0), call.floatScratch)
      call.pool.share(rows * parts, grain: grain, .apart) { thread, task in
        let row = task / parts
        let range = ThreadPool.range(task % parts, of: parts, count: keyHeads)
        let start = (row * heads + range.lowerBound * group) * size
        var work = HeadsOfRow(
          heads: range.count * group, group: group, size: size, width: keyHeads * size,
          scores: scratch + thread * heads * length, length: length)
        for table in tables {
          work.score(
            query + start, call.input(table.first) + range.lowerBound * size,
            at: call.integers(table.first + 3) + row * table.length,
            count: Int(call.integers(table.first + 2)[row]) + 1)
        }
        if let buckets { work.addBias(call.input(5) + range.lowerBound, buckets, heads) }
        work.normalize()
        work.clear(output + start)
        var first = 0
        for table in tables {
          let count = Int(call.integers(table.first + 2)[row]) + 1
          work.mix(
            call.input(table.first + 1) + range.lowerBound * size,
            at: call.integers(table.first + 3) + row * table.length, first..<first + count,
            into: output + start)
          first += count
        }
      }
    }
  }
}

/// The attention of one row for some heads side by side.
///
/// Every key and value is read once for all of them, so that memory is read in runs of `heads / group * size` elements.
/// What is computed for a head does not depend on the others.
private struct HeadsOfRow {
  /// Heads of the query, `group` of which share keys and values.
  let heads, group, size: Int
  /// From a place of a table to the next.
  let width: Int
  /// `[heads, length]`.
  let scores: UnsafeMutablePointer<Float>
  let length: Int
  /// How many keys have a score.
  var seen = 0

  init(
    heads: Int, group: Int, size: Int, width: Int, scores: UnsafeMutablePointer<Float>, length: Int
  ) {
    (self.heads, self.group, self.size, self.width) = (heads, group, size, width)
    (self.scores, self.length) = (scores, length)
  }

  /// Calls `body` with every head and where its part of a key or value begins.
  @inline(__always)
  private func forEachHead(_ body: (_ head: Int, _ place: Int) -> Void) {
    var place = 0
    for first in stride(from: 0, to: heads, by: group) {
      for head in first..<first + group { body(head, place) }
      place += size
    }
  }

  /// Scores the keys at so many places, behind those that are scored already.
  @inline(__always)
  mutating func score(
    _ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, at places: UnsafePointer<Int32>, count: Int
  ) {
    for key in 0..<count {
      let row = keys + Int(places[key]) * width
      forEachHead { head, place in
        scores[head * length + seen + key] = dot(query + head * size, row + place, size)
      }
    }
    seen += count
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
  func clear(_ output: UnsafeMutablePointer<Float>) { output.update(repeating: 0, count: heads * size) }

  /// Adds the values at the places of the keys `range`.
  @inline(__always)
  func mix(
    _ values: UnsafePointer<Float>, at places: UnsafePointer<Int32>, _ range: Range<Int>,
    into output: UnsafeMutablePointer<Float>
  ) {
    for key in range {
      let row = values + Int(places[key - range.lowerBound]) * width
      forEachHead { head, place in
        accumulate(output + head * size, row + place, times: scores[head * length + key], size)
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
