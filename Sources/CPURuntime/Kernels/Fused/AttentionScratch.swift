import Autograd

/// An attention's scratch memory, filled with what all heads share.
struct AttentionScratch {
  /// Queries and keys of one segment of a row; no keys where the queries see nothing.
  struct Block {
    let queries, keys: Range<Int>
    /// The queries and keys of the row's blocks before it.
    let start: Int
  }

  /// Words that a block is kept in.
  static let blockWords = 5

  let layout: AttentionLayout
  private let isGradient: Bool
  let blocks: UnsafeMutablePointer<Int32>
  let counts: UnsafeMutablePointer<Int32>
  /// For each key of each row 1 where a query sees it, else 0.
  let isSeen: UnsafeMutablePointer<Int32>
  let multipliers: UnsafeMutablePointer<Float>
  let bias: UnsafeMutablePointer<Float>
  let tiles: UnsafeMutablePointer<Float>
  let offsetGradients: UnsafeMutablePointer<Float>
  /// Of the gradient alone: those of keys and of values, `[batch, key, keyHeads * size]`, of each part of segments but the last.
  let keyGradients: UnsafeMutablePointer<Float>

  init(_ layout: AttentionLayout, _ call: borrowing KernelCall, isGradient: Bool) {
    self.layout = layout
    self.isGradient = isGradient
    let start = call.floatScratch
    blocks = UnsafeMutableRawPointer(start).assumingMemoryBound(to: Int32.self)
    counts = blocks + layout.batch * layout.queries * Self.blockWords
    isSeen = counts + layout.batch
    multipliers = start + layout.blockFloats
    bias = multipliers + layout.multiplierFloats
    tiles = start + layout.sharedFloats
    offsetGradients = tiles + layout.threads * layout.threadFloats(isGradient: isGradient).count
    keyGradients = offsetGradients + layout.offsetSumFloats
    for row in 0..<layout.batch {
      findBlocks(row, call.integers(3) + row * layout.queries, call.integers(4) + row * layout.keys)
    }
    if let place = layout.attention.keyOperand { drawMultipliers(call, randomKey: place) }
    if let place = layout.attention.biasOperand { spreadBias(call.input(place)) }
  }

  /// Draws what dropout multiplies keys' values by: of rows that are joined a run of keys at a time whose numbers follow one another.
  private func drawMultipliers(_ call: borrowing KernelCall, randomKey: Int) {
    let mask = DropoutMask(rate: layout.attention.dropoutRate, stream: layout.attention.dropoutStream)
    guard let place = layout.attention.numbersOperand, let rows = layout.attention.dropoutNumbering else {
      return mask.fill(
        multipliers, count: layout.multiplierFloats, key: call.integers(randomKey), pool: call.pool)
    }
    let (numbers, keys) = (call.integers(place), layout.keys)
    let draw = DropoutDraw(mask, key: call.integers(randomKey))
    call.pool.split(layout.batch * layout.heads, grain: max(1, (1 << 14) / keys)) { _, range in
      for item in range {
        let (own, to) = (numbers + item / layout.heads * keys, multipliers + item * keys)
        var key = 0
        while key < keys {
          let (row, first) = Int(own[key]).quotientAndRemainder(dividingBy: rows.length)
          let limit = min(keys - key, rows.length - first)
          var count = 1
          while count < limit, own[key + count] == own[key] + Int32(truncatingIfNeeded: count) { count += 1 }
          let element = (row * layout.heads + item % layout.heads) * rows.length + first
          draw.write(element..<element + count, to: to + key)
          key += count
        }
      }
    }
  }

  /// Finds the runs of equal segment ids among the queries, and the keys of the same id.
  private func findBlocks(
    _ row: Int, _ querySegments: UnsafePointer<Int32>, _ keySegments: UnsafePointer<Int32>
  ) {
    let isSeen = isSeen + row * layout.keys
    isSeen.update(repeating: 0, count: layout.keys)
    var (count, query, start, nextKey) = (0, 0, 0, 0)
    while query < layout.queries {
      let segment = querySegments[query]
      var end = query + 1
      while end < layout.queries, querySegments[end] == segment { end += 1 }
      // Segments mostly come in one order on both sides, so the search goes on where it ended.
      let keys = segment == 0 ? 0..<0 : self.keys(of: segment, keySegments, from: nextKey)
      if !keys.isEmpty { nextKey = keys.upperBound }
      precondition(
        keys.isEmpty || end - query <= layout.longest.queries && keys.count <= layout.longest.keys,
        "a segment of (\(end - query), \(keys.count)) places, longer than \(layout.longest)")
      (isSeen + keys.lowerBound).update(repeating: 1, count: keys.count)
      let block = blocks + (row * layout.queries + count) * Self.blockWords
      for (word, value) in [query, end, keys.lowerBound, keys.upperBound, start].enumerated() {
        block[word] = Int32(truncatingIfNeeded: value)
      }
      start += end - query + keys.count
      count += 1
      query = end
    }
    counts[row] = Int32(truncatingIfNeeded: count)
  }

  /// The run of keys of a segment, looked for from `first` on and then from the beginning.
  private func keys(of segment: Int32, _ segments: UnsafePointer<Int32>, from first: Int) -> Range<Int> {
    for range in [first..<layout.keys, 0..<first] {
      guard let start = range.first(where: { segments[$0] == segment }) else { continue }
      var end = start + 1
      while end < layout.keys, segments[end] == segment { end += 1 }
      return start..<end
    }
    return 0..<0
  }

  /// Writes the bias of every head and offset next to each other, so that a row of scores adds a run of it.
  private func spreadBias(_ table: UnsafePointer<Float>) {
    for head in 0..<layout.heads {
      let row = bias + head * layout.offsets
      for offset in 0..<layout.offsets {
        row[offset] = table[Int(layout.buckets[offset]) * layout.heads + head]
      }
    }
  }

  /// The number of blocks of a row.
  func blockCount(_ row: Int) -> Int { Int(counts[row]) }

  /// One block of a row.
  func block(_ row: Int, _ index: Int) -> Block {
    let block = blocks + (row * layout.queries + index) * Self.blockWords
    return Block(
      queries: Int(block[0])..<Int(block[1]), keys: Int(block[2])..<Int(block[3]), start: Int(block[4]))
  }

  /// The sums of score gradients of a block's offsets, from that of its first key and last query on.
  func offsetSums(_ row: Int, _ head: Int, _ block: Block) -> UnsafeMutablePointer<Float> {
    offsetGradients + (row * layout.heads + head) * layout.offsetSumCount + block.start
  }

  /// A thread's part of the scratch memory.
  struct Tiles {
    let scores, values, keyPanels, valuePanels: UnsafeMutablePointer<Float>
    /// The sums of a tile's rows.
    let sums: UnsafeMutablePointer<Float>
    /// Of the gradient alone: there is nothing behind them otherwise.
    let gradient, otherPanels, tilePanels: UnsafeMutablePointer<Float>
  }

  /// A thread's tile of scores, its values after dropout, and so on.
  func tiles(_ thread: Int) -> Tiles {
    let floats = layout.threadFloats(isGradient: isGradient)
    let sums = tiles + thread * floats.count
    let scores = sums + floats.sums
    let values = scores + floats.tile
    let keyPanels = values + floats.values
    let valuePanels = keyPanels + floats.panels
    let gradient = valuePanels + floats.panels
    let otherPanels = gradient + floats.tile
    return Tiles(
      scores: scores, values: values, keyPanels: keyPanels, valuePanels: valuePanels, sums: sums,
      gradient: gradient, otherPanels: otherPanels, tilePanels: otherPanels + floats.panels)
  }

  /// What is added to the scores of a query, from that of the first key on; `nil` without a bias.
  @inline(__always)
  func bias(head: Int, query: Int, firstKey: Int) -> UnsafePointer<Float>? {
    if layout.buckets.isEmpty { return nil }
    return UnsafePointer(bias + head * layout.offsets + firstKey - query + layout.longest.queries - 1)
  }

  /// What dropout multiplies the values of each of a row's keys by, for a head.
  @inline(__always)
  func multipliers(_ row: Int, _ head: Int) -> UnsafePointer<Float> {
    UnsafePointer(multipliers + (row * layout.heads + head) * layout.keys)
  }

  /// The values of a block's keys as queries get to see them: themselves, or a copy after dropout.
  @inline(__always)
  func visibleValues(
    _ value: UnsafePointer<Float>, row: Int, head: Int, keys: Range<Int>,
    into copy: UnsafeMutablePointer<Float>
  ) -> MatrixView {
    let (size, width) = (layout.size, layout.keyWidth)
    let first = value + (row * layout.keys + keys.lowerBound) * width + head / layout.group * size
    if layout.attention.dropoutRate == 0 { return MatrixView(first, stride: width) }
    let multiplier = multipliers(row, head) + keys.lowerBound
    for key in 0..<keys.count {
      for i in 0..<size { copy[key * size + i] = first[key * width + i] * multiplier[key] }
    }
    return MatrixView(copy, stride: size)
  }
}
