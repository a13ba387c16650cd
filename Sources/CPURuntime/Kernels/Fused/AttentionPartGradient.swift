import Autograd

/// The gradients that one part of a segment's queries makes, with all heads that share one of keys and values.
///
/// With P the weights, V' the values after dropout and D = rowsum(dO O):
/// dV' = Pᵀ dO, dS = P (dO V'ᵀ - D), dQ = dS K, dK = dSᵀ Q, and the bias gets dS summed over equal offsets. Gradients of keys and
/// values are summed over heads in their order, and in each over tiles of queries.
struct AttentionPartGradient {
  private let scratch: AttentionScratch
  private let layout: AttentionLayout
  private let part: AttentionPart
  private let thread: Int
  private let memory: AttentionGradientMemory

  /// The gradients of keys of all parts but the last are kept apart.
  init(_ scratch: AttentionScratch, thread: Int, _ part: AttentionPart, _ memory: AttentionGradientMemory) {
    self.scratch = scratch
    layout = scratch.layout
    self.part = part
    self.thread = thread
    self.memory = part.isLast ? memory : scratch.aside(memory, part: part.number)
  }

  private func head(_ number: Int) -> AttentionHead {
    AttentionHead(scratch, thread: thread, row: part.row, head: part.keyHead * layout.group + number)
  }

  func propagate() {
    let size = layout.size
    if part.block.keys.isEmpty {
      for number in 0..<layout.group {
        let head = head(number)
        for query in part.queries {
          (memory.dQuery + head.queryOffset(query)).update(repeating: 0, count: size)
        }
      }
      return
    }
    let first = head(0)
    for key in part.isLast ? part.block.keys : part.keys {
      (memory.dKey + first.keyOffset(key)).update(repeating: 0, count: size)
      (memory.dValue + first.keyOffset(key)).update(repeating: 0, count: size)
    }
    if !layout.buckets.isEmpty {
      for number in 0..<layout.group {
        scratch.offsetSums(part.row, head(number).head, part.block)
          .update(repeating: 0, count: part.block.queries.count + part.block.keys.count - 1)
      }
    }
    let keys = part.keys
    // Once even where no query sees a key: it clears the gradients of queries.
    for start in stride(
      from: keys.lowerBound, to: max(keys.upperBound, keys.lowerBound + 1),
      by: AttentionLayout.gradientTileKeys)
    {
      let end = min(start + AttentionLayout.gradientTileKeys, keys.upperBound)
      for number in 0..<layout.group { propagate(head(number), keys: start..<end) }
    }
    if layout.group == 1 { applyDropout(first) }
  }

  /// What some of the keys make of one head's gradients. They and theirs stay in the second-level cache while queries pass by.
  private func propagate(_ head: AttentionHead, keys some: Range<Int>) {
    let tiles = scratch.tiles(thread)
    let panels = panels(head, some, tiles)
    let isFirst = some.lowerBound == part.keys.lowerBound
    scratch.eachTile(queries: part.queries, keys: some) { queries, keys in
      if keys.isEmpty && !isFirst { return }
      let first = head.queryOffset(queries.lowerBound)
      head.multiply(memory.query + first, panels.transposedKeys, queries, keys, into: tiles.scores)
      head.multiply(memory.dOutput + first, panels.transposedValues, queries, keys, into: tiles.gradient)
      for query in queries { differentiateRow(head, query, queries, keys, tiles) }
      addProducts(head, queries, keys, panels.keys, tiles, isFirst: isFirst)
    }
  }

  /// The first head of a group copies its keys for the others, and values if dropout leaves them the same.
  @inline(__always)
  private func panels(
    _ head: AttentionHead, _ some: Range<Int>, _ tiles: AttentionScratch.Tiles
  ) -> (transposedKeys: PanelledMatrix, transposedValues: PanelledMatrix, keys: PanelledMatrix) {
    let (size, width) = (layout.size, layout.keyWidth)
    if head.isFirstOfGroup || !head.sharesValues {
      let values = scratch.visibleValues(
        memory.value, row: part.row, head: head.head, keys: some, into: tiles.values)
      _ = head.transposed(values.elements, values.stride, count: some.count, tiles.valuePanels)
    }
    if head.isFirstOfGroup {
      let keys = memory.key + head.keyOffset(some.lowerBound)
      _ = head.transposed(keys, width, count: some.count, tiles.keyPanels)
      _ = PanelledMatrix(
        MatrixView(keys, stride: width), columns: size, depth: some.count, into: tiles.otherPanels)
    }
    return (
      PanelledMatrix(elements: tiles.keyPanels, depth: size),
      PanelledMatrix(elements: tiles.valuePanels, depth: size),
      PanelledMatrix(elements: tiles.otherPanels, depth: some.count)
    )
  }

  /// Turns a row of scores into weights and a row of weight gradients into score gradients, which are added to the offsets' sums.
  @inline(__always)
  private func differentiateRow(
    _ head: AttentionHead, _ query: Int, _ queries: Range<Int>, _ keys: Range<Int>,
    _ tiles: AttentionScratch.Tiles
  ) {
    let (count, stride) = (keys.count, layout.tileStride(keys.count))
    let visible = scratch.visibleCount(keys, query: query)
    let row = (query - queries.lowerBound) * stride
    let weights = AttentionTileRow(elements: tiles.scores + row, count: visible)
    let slopes = AttentionTileRow(elements: tiles.gradient + row, count: visible)
    let mean = dot(
      memory.dOutput + head.queryOffset(query), memory.output + head.queryOffset(query), layout.size)
    weights.differentiate(
      adding: scratch.bias(head: head.head, query: query, firstKey: keys.lowerBound),
      minus: memory.logSumExp[head.sumOffset(query)], slopes.elements, minus: mean)
    if layout.group > 1, layout.attention.dropoutRate != 0 {
      weights.multiply(by: scratch.multipliers(part.row, head.head) + keys.lowerBound)
    }
    weights.clear(to: count)
    slopes.clear(to: count)
    if !layout.buckets.isEmpty {
      let offset = part.block.queries.upperBound - 1 - query + keys.lowerBound - part.block.keys.lowerBound
      accumulate(
        scratch.offsetSums(part.row, head.head, part.block) + offset, slopes.elements, visible)
    }
  }

  @inline(__always)
  private func addProducts(
    _ head: AttentionHead, _ queries: Range<Int>, _ keys: Range<Int>, _ keyPanels: PanelledMatrix,
    _ tiles: AttentionScratch.Tiles, isFirst: Bool
  ) {
    let (size, width, count) = (layout.size, layout.width, keys.count)
    let stride = layout.tileStride(count)
    let (query, key) = (head.queryOffset(queries.lowerBound), head.keyOffset(keys.lowerBound))
    /// Adds the product of a tile's transpose and vectors of its queries to gradients of keys or values.
    @inline(__always)
    func add(
      _ tile: UnsafeMutablePointer<Float>, _ vectors: UnsafePointer<Float>,
      to result: UnsafeMutablePointer<Float>
    ) {
      let panels = PanelledMatrix(
        MatrixView(vectors + query, stride: width), columns: size, depth: queries.count,
        into: tiles.tilePanels)
      multiplyInCache(
        MatrixView(tile, stride: stride, isTransposed: true), panels, into: result + key,
        stride: layout.keyWidth, rows: count, columns: size, inner: queries.count, beta: 1,
        triangle: head.triangle(queries, keys, ProductTriangle.upper))
    }
    add(tiles.scores, memory.dOutput, to: memory.dValue)
    multiplyInCache(
      MatrixView(tiles.gradient, stride: stride), keyPanels, into: memory.dQuery + query, stride: width,
      rows: queries.count, columns: size, inner: count, beta: isFirst ? 0 : 1,
      triangle: head.triangle(queries, keys, ProductTriangle.lower))
    add(tiles.gradient, memory.query, to: memory.dKey)
  }

  /// A dropped key's value had no part in the output; the others' were scaled. Where heads share keys, weights are multiplied instead.
  private func applyDropout(_ head: AttentionHead) {
    if layout.attention.dropoutRate == 0 { return }
    let multipliers = scratch.multipliers(part.row, head.head)
    for key in part.isLast ? part.block.keys : part.keys {
      scale(memory.dValue + head.keyOffset(key), layout.size, by: multipliers[key])
    }
  }
}

extension AttentionScratch {
  /// The memory in which the gradients of keys that one of several parts has are kept.
  func aside(_ memory: AttentionGradientMemory, part: Int) -> AttentionGradientMemory {
    var memory = memory
    memory.dKey = keyGradients + part * 2 * layout.keyGradientFloats
    memory.dValue = memory.dKey + layout.keyGradientFloats
    return memory
  }

  /// Adds the gradients of keys that the parts of long segments have, in their order, to those of the last.
  func gatherParts(into memory: AttentionGradientMemory, _ pool: ThreadPool) {
    if layout.partCount(layout.longest.queries) == 1 { return }
    let width = layout.keyWidth
    for row in 0..<layout.batch {
      for index in 0..<blockCount(row) {
        let block = block(row, index)
        let parts = (0..<layout.partCount(block.queries.count) - 1).map {
          layout.part($0, row: row, keyHead: 0, block)
        }
        pool.split(parts.last?.keys.count ?? 0, grain: max(1, elementwiseGrain / width)) { _, range in
          for key in range {
            let place = (row * layout.keys + block.keys.lowerBound + key) * width
            for part in parts where key < part.keys.count {
              let own = aside(memory, part: part.number)
              accumulate(memory.dKey + place, own.dKey + place, width)
              accumulate(memory.dValue + place, own.dValue + place, width)
            }
          }
        }
      }
    }
  }
}
