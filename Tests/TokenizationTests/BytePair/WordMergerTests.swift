import Testing

@testable import Tokenization

@Suite struct WordMergerTests {
  /// Merges by the definition: the lowest rank first, of the same rank the leftmost.
  private static func merged(_ symbols: [Int32], _ merges: [BytePairModel.Merge]) -> [Int32] {
    var symbols = symbols
    while true {
      var best: (rank: UInt32, place: Int, id: Int32)?
      for place in symbols.indices.dropLast() {
        guard let merge = merges.first(where: { $0.left == symbols[place] && $0.right == symbols[place + 1] })
        else { continue }
        if merge.rank < best?.rank ?? .max { best = (merge.rank, place, merge.id) }
      }
      guard let best else { return symbols }
      symbols.replaceSubrange(best.place...best.place + 1, with: [best.id])
    }
  }

  private static func run(_ symbols: [Int32], _ table: MergeTable) -> [Int32] {
    let merger = WordMerger()
    merger.symbols.reserve(symbols.count)
    symbols.forEach(merger.symbols.append)
    merger.run(table)
    return Array(merger.symbols.elements)
  }

  /// Random vocabularies of few symbols, so that pairs overlap in every way; ranks are shared where `sharesRanks`.
  @Test(arguments: 0..<40, [false, true])
  func `short and long words are merged by the definition`(seed: Int, sharesRanks: Bool) {
    var random = Mutation(seed: UInt64(seed))
    var merges: [BytePairModel.Merge] = []
    var pairs: Set<[Int32]> = []
    for id in Int32(3)..<23 {
      let pair = [Int32(random.below(Int(id))), Int32(random.below(Int(id)))]
      if pairs.insert(pair).inserted {
        let rank = sharesRanks ? random.below(4) : merges.count
        merges.append((pair[0], pair[1], UInt32(rank), id))
      }
    }
    let table = MergeTable(merges)
    #expect(table.count == merges.count)
    // Both sides of the length from which a heap is used.
    for length in [0, 1, 2, 3, 7, 20, 47, 48, 49, 50, 130] {
      let symbols = (0..<length).map { _ in Int32(random.below(3)) }
      #expect(Self.run(symbols, table) == Self.merged(symbols, merges), "\(symbols)")
    }
  }

  @Test func `the last of two merges of a pair counts`() {
    let table = MergeTable([(0, 1, 0, 7), (0, 1, 5, 8)])
    #expect(table.count == 1 && table.slot(0, 1).id == 8 && table.slot(0, 1).rank == 5)
    #expect(table.slot(1, 0).rank == MergeTable.unmerged)
  }
}
