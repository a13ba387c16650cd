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
      scratch.shareBlocks(call.pool) { thread, row, head, block in
        AttentionHead(scratch, thread: thread, row: row, head: head).propagate(block, memory)
      }
      if !layout.buckets.isEmpty { Self.gatherBias(scratch, into: call.output(3)) }
    }
  }

  /// No block makes the gradients of keys that no query sees.
  private static func clearUnseenKeys(
    _ scratch: AttentionScratch, _ memory: AttentionGradientMemory, _ pool: ThreadPool
  ) {
    let width = scratch.layout.width
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
  let dQuery, dKey, dValue: UnsafeMutablePointer<Float>

  init(_ call: borrowing KernelCall, firstResult: Int) {
    (query, key, value) = (call.input(0), call.input(1), call.input(2))
    (output, logSumExp, dOutput) = (
      call.input(firstResult), call.input(firstResult + 1), call.input(firstResult + 2)
    )
    (dQuery, dKey, dValue) = (call.output(0), call.output(1), call.output(2))
  }
}

extension AttentionHead {
  /// With P the weights, V' the values after dropout and D = rowsum(dO O):
  /// dV' = Pᵀ dO, dS = P (dO V'ᵀ - D), dQ = dS K, dK = dSᵀ Q, and the bias gets dS summed over equal offsets.
  func propagate(_ block: AttentionScratch.Block, _ memory: AttentionGradientMemory) {
    let size = layout.size
    if block.keys.isEmpty {
      for query in block.queries { (memory.dQuery + queryOffset(query)).update(repeating: 0, count: size) }
      return
    }
    let offsetSums = layout.buckets.isEmpty ? nil : scratch.offsetSums(row, head, block)
    offsetSums?.update(repeating: 0, count: block.queries.count + block.keys.count - 1)
    for key in block.keys {
      (memory.dKey + keyOffset(key)).update(repeating: 0, count: size)
      (memory.dValue + keyOffset(key)).update(repeating: 0, count: size)
    }
    for start in stride(
      from: block.keys.lowerBound, to: block.keys.upperBound, by: AttentionLayout.gradientTileKeys)
    {
      let end = min(start + AttentionLayout.gradientTileKeys, block.keys.upperBound)
      propagate(block, keys: start..<end, memory, offsetSums)
    }
    applyDropout(to: memory.dValue, keys: block.keys)
  }

  /// The part that some of a block's keys have. They and their gradients stay in the second-level cache while the queries pass by.
  private func propagate(
    _ block: AttentionScratch.Block, keys part: Range<Int>, _ memory: AttentionGradientMemory,
    _ offsetSums: UnsafeMutablePointer<Float>?
  ) {
    let tiles = scratch.tiles(thread)
    let values = scratch.visibleValues(memory.value, row: row, head: head, keys: part, into: tiles.values)
    let keys = memory.key + keyOffset(part.lowerBound)
    let transposedKeys = transposed(keys, layout.width, count: part.count, tiles.keyPanels)
    let transposedValues = transposed(values.elements, values.stride, count: part.count, tiles.valuePanels)
    let keyPanels = PanelledMatrix(
      MatrixView(keys, stride: layout.width), columns: layout.size, depth: part.count, into: tiles.otherPanels
    )
    let isFirst = part.lowerBound == block.keys.lowerBound
    scratch.eachTile(queries: block.queries, keys: part) { queries, keys in
      if keys.isEmpty && !isFirst { return }
      let first = queryOffset(queries.lowerBound)
      multiply(memory.query + first, transposedKeys, queries, keys, into: tiles.scores)
      multiply(memory.dOutput + first, transposedValues, queries, keys, into: tiles.gradient)
      for query in queries {
        let offset = block.queries.upperBound - 1 - query + part.lowerBound - block.keys.lowerBound
        differentiateRow(
          memory, query, queries, keys, tiles.scores, tiles.gradient, offsetSums.map { $0 + offset })
      }
      addProducts(memory, queries, keys, keyPanels, tiles, isFirst: isFirst)
    }
  }

  /// Turns a row of scores into weights and a row of weight gradients into score gradients, which are added to `offsetSums`.
  @inline(__always)
  private func differentiateRow(
    _ memory: AttentionGradientMemory, _ query: Int, _ queries: Range<Int>, _ keys: Range<Int>,
    _ scores: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
    _ offsetSums: UnsafeMutablePointer<Float>?
  ) {
    let (count, stride) = (keys.count, layout.tileStride(keys.count))
    let weights = scores + (query - queries.lowerBound) * stride
    let slopes = gradient + (query - queries.lowerBound) * stride
    let visible = scratch.visibleCount(keys, query: query)
    if let bias = scratch.bias(head: head, query: query, firstKey: keys.lowerBound) {
      accumulate(weights, bias, visible)
    }
    _ = exponentiate(weights, visible, minus: memory.logSumExp[sumOffset(query)])
    let mean = dot(memory.dOutput + queryOffset(query), memory.output + queryOffset(query), layout.size)
    for i in 0..<visible { slopes[i] = weights[i] * (slopes[i] - mean) }
    (weights + visible).update(repeating: 0, count: count - visible)
    (slopes + visible).update(repeating: 0, count: count - visible)
    if let offsetSums { accumulate(offsetSums, slopes, visible) }
  }

  @inline(__always)
  private func addProducts(
    _ memory: AttentionGradientMemory, _ queries: Range<Int>, _ keys: Range<Int>, _ keyPanels: PanelledMatrix,
    _ tiles: AttentionScratch.Tiles, isFirst: Bool
  ) {
    let (size, width, count) = (layout.size, layout.width, keys.count)
    let stride = layout.tileStride(count)
    let (query, key) = (queryOffset(queries.lowerBound), keyOffset(keys.lowerBound))
    func tilePanels(_ elements: UnsafePointer<Float>) -> PanelledMatrix {
      PanelledMatrix(
        MatrixView(elements + query, stride: width), columns: size, depth: queries.count,
        into: tiles.tilePanels)
    }
    multiplyInCache(
      MatrixView(tiles.scores, stride: stride, isTransposed: true), tilePanels(memory.dOutput),
      into: memory.dValue + key, stride: width, rows: count, columns: size, inner: queries.count, beta: 1)
    multiplyInCache(
      MatrixView(tiles.gradient, stride: stride), keyPanels, into: memory.dQuery + query, stride: width,
      rows: queries.count, columns: size, inner: count, beta: isFirst ? 0 : 1)
    multiplyInCache(
      MatrixView(tiles.gradient, stride: stride, isTransposed: true), tilePanels(memory.query),
      into: memory.dKey + key, stride: width, rows: count, columns: size, inner: queries.count, beta: 1)
  }

  /// A dropped key's value had no part in the output; the others' were scaled.
  private func applyDropout(to dValue: UnsafeMutablePointer<Float>, keys: Range<Int>) {
    if layout.attention.dropoutRate == 0 { return }
    let multipliers = scratch.multipliers + (row * layout.heads + head) * layout.keys
    for key in keys { scale(dValue + keyOffset(key), layout.size, by: multipliers[key]) }
  }
}
