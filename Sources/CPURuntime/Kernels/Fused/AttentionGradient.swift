import Autograd

extension AttentionGradient: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    AttentionLayout(attention, site).gradientFloats * 4
  }

  /// The weights are made again from the scores and the kept log-sum-exp, tile by tile (Dao et al. 2022).
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = AttentionLayout(attention, site)
    let first = attention.operandCount
    return { call in
      let scratch = AttentionScratch(layout, call, isGradient: true)
      let memory = AttentionGradientMemory(call, firstResult: first)
      Self.clearUnseenKeys(scratch, memory, call.pool)
      scratch.shareParts(call.pool) { thread, part in
        AttentionPartGradient(scratch, thread: thread, part, memory).propagate()
      }
      scratch.gatherParts(into: memory, call.pool)
      if !layout.buckets.isEmpty { Self.gatherBias(scratch, into: call.output(3)) }
    }
  }

  /// No block makes the gradients of keys that no query sees.
  private static func clearUnseenKeys(
    _ scratch: AttentionScratch, _ memory: AttentionGradientMemory, _ pool: ThreadPool
  ) {
    let width = scratch.layout.keyWidth
    for key in 0..<(scratch.layout.batch * scratch.layout.keys) where scratch.isSeen[key] == 0 {
      (memory.dKey + key * width).update(repeating: 0, count: width)
      (memory.dValue + key * width).update(repeating: 0, count: width)
    }
  }

  /// Adds the gradients of every block's offsets to those of their buckets, rows and blocks in order.
  private static func gatherBias(_ scratch: AttentionScratch, into table: UnsafeMutablePointer<Float>) {
    let layout = scratch.layout
    table.update(repeating: 0, count: (layout.attention.bias?.buckets ?? 0) * layout.heads)
    for row in 0..<layout.batch {
      for index in 0..<scratch.blockCount(row) {
        let block = scratch.block(row, index)
        if block.keys.isEmpty { continue }
        let first = block.keys.lowerBound - block.queries.upperBound + layout.longest.queries
        for head in 0..<layout.heads {
          let sums = scratch.offsetSums(row, head, block)
          for offset in 0..<(block.queries.count + block.keys.count - 1) {
            table[Int(layout.buckets[first + offset]) * layout.heads + head] += sums[offset]
          }
        }
      }
    }
  }
}

/// The operands and results of an attention's gradient.
struct AttentionGradientMemory {
  let query, key, value, output, logSumExp, dOutput: UnsafePointer<Float>
  let dQuery: UnsafeMutablePointer<Float>
  /// Gradients of keys and values `[batch, key, keyHeads * size]`, or parts of them.
  var dKey, dValue: UnsafeMutablePointer<Float>

  init(_ call: borrowing KernelCall, firstResult: Int) {
    (query, key, value) = (call.input(0), call.input(1), call.input(2))
    (output, logSumExp, dOutput) = (
      call.input(firstResult), call.input(firstResult + 1), call.input(firstResult + 2)
    )
    (dQuery, dKey, dValue) = (call.output(0), call.output(1), call.output(2))
  }
}
