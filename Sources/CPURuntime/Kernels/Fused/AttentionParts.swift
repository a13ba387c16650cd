import Autograd

/// What a thread does at a time: some queries of one segment of a row, with the heads that share one of keys and values.
struct AttentionPart {
  let row, keyHead: Int
  let block: AttentionScratch.Block
  /// Which of the block's parts it is, and of how many.
  let number, count: Int
  /// Its queries.
  let queries: Range<Int>
  /// The keys that at least one of them sees.
  let keys: Range<Int>

  /// Whether no other part of the block has later queries: it sees all keys that any of them does.
  var isLast: Bool { number == count - 1 }
}

extension AttentionLayout {
  /// The least queries of a part: beside so many, copying their keys again takes no time.
  private static let partQueries = 512
  /// Parts of a segment, over all keys' heads, that are enough to keep threads busy.
  private static let wantedParts = 18

  /// How many parts the queries of a long causal segment are divided into. It follows from sizes alone, since gradients of keys are
  /// summed part by part. A bias' gradient is summed over whole segments.
  func partCount(_ queries: Int) -> Int {
    if !attention.isCausal || attention.bias != nil { return 1 }
    return max(1, min(queries / Self.partQueries, Self.wantedParts / keyHeads))
  }

  /// The first query of a block's part, whole tiles from the block's first one: earlier queries see fewer keys, so that parts of about
  /// one work grow shorter.
  private func firstQuery(_ part: Int, of count: Int, _ queries: Range<Int>) -> Int {
    if part == count { return queries.upperBound }
    let share = (Double(part) / Double(count)).squareRoot()
    let tiles = Int((Double(queries.count) * share / Double(Self.tileQueries)).rounded())
    return min(queries.lowerBound + tiles * Self.tileQueries, queries.upperBound)
  }

  /// One part of a block.
  func part(_ number: Int, row: Int, keyHead: Int, _ block: AttentionScratch.Block) -> AttentionPart {
    let count = partCount(block.queries.count)
    let queries =
      firstQuery(number, of: count, block.queries)..<firstQuery(number + 1, of: count, block.queries)
    let last = attention.isCausal ? min(block.keys.upperBound, queries.upperBound) : block.keys.upperBound
    return AttentionPart(
      row: row, keyHead: keyHead, block: block, number: number, count: count, queries: queries,
      keys: block.keys.lowerBound..<max(block.keys.lowerBound, last))
  }
}

extension AttentionScratch {
  /// Calls `body` for every part of every block and keys' head.
  func shareParts(_ pool: ThreadPool, _ body: (_ thread: Int, _ part: AttentionPart) -> Void) {
    let divides = layout.partCount(layout.longest.queries) > 1
    func parts(_ row: Int, _ index: Int) -> Int { layout.partCount(block(row, index).queries.count) }
    func parts(_ row: Int) -> Int {
      divides ? (0..<blockCount(row)).reduce(0) { $0 + parts(row, $1) } : blockCount(row)
    }
    let total = (0..<layout.batch).reduce(0) { $0 + parts($1) }
    pool.share(total * layout.keyHeads, .apart) { thread, item in
      var (row, index, number) = (0, 0, item / layout.keyHeads)
      while number >= parts(row) {
        number -= parts(row)
        row += 1
      }
      // Where no segment is divided, a block is a part.
      if !divides { (index, number) = (number, 0) }
      while number >= parts(row, index) {
        number -= parts(row, index)
        index += 1
      }
      body(
        thread, layout.part(number, row: row, keyHead: item % layout.keyHeads, block(row, index)))
    }
  }

  /// Calls `body` with every tile of some queries and those of some keys that at least one of them sees.
  @inline(__always)
  func eachTile(
    queries: Range<Int>, keys: Range<Int>, _ body: (_ queries: Range<Int>, _ keys: Range<Int>) -> Void
  ) {
    for start in stride(from: queries.lowerBound, to: queries.upperBound, by: AttentionLayout.tileQueries) {
      let end = min(start + AttentionLayout.tileQueries, queries.upperBound)
      let lastKey = layout.attention.isCausal ? min(keys.upperBound, end) : keys.upperBound
      body(start..<end, keys.lowerBound..<max(lastKey, keys.lowerBound))
    }
  }

  /// How many of `keys` a query sees.
  @inline(__always)
  func visibleCount(_ keys: Range<Int>, query: Int) -> Int {
    layout.attention.isCausal ? max(0, min(keys.upperBound, query + 1) - keys.lowerBound) : keys.count
  }
}
