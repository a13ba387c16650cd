/// Merges the symbols of a word: of all pairs of neighbours that the table has, always the one of the lowest rank, and of several with
/// the same rank the leftmost.
///
/// Short words are searched for the lowest rank each time; for long ones a heap keeps the pairs in order, so that time grows with
/// `n log n`.
final class WordMerger {
  /// The symbols: a word's units before, its tokens after merging.
  let symbols = GrowingBuffer<Int32>()
  /// `ranks[i]` and `merged[i]` are about symbol `i` and the one after it.
  private let ranks = GrowingBuffer<UInt32>()
  private let merged = GrowingBuffer<Int32>()
  private let heap = PairHeap()
  private let links = GrowingBuffer<Links>()

  /// The neighbours of a symbol in a long word.
  private struct Links: BitwiseCopyable {
    var previous: Int32
    var next: Int32
  }

  private static let longestSearched = 48

  /// Merges all symbols.
  func run(_ table: MergeTable) {
    let count = symbols.count
    if count < 2 { return }
    ranks.count = 0
    merged.count = 0
    ranks.reserve(count)
    merged.reserve(count)
    (ranks.count, merged.count) = (count, count)
    if count <= Self.longestSearched { search(table) } else { sift(table) }
  }

  @inline(__always)
  private func look(_ index: Int, _ next: Int, _ table: MergeTable) {
    let slot = table.slot(symbols.base[index], symbols.base[next])
    ranks.base[index] = slot.rank
    merged.base[index] = slot.id
  }

  private func search(_ table: MergeTable) {
    let (symbols, ranks, merged) = (symbols.base, ranks.base, merged.base)
    var last = self.symbols.count - 1
    for index in 0..<last { look(index, index + 1, table) }
    while last > 0 {
      var best = 0
      var lowest = ranks[0]
      var index = 1
      while index < last {
        if ranks[index] < lowest {
          lowest = ranks[index]
          best = index
        }
        index += 1
      }
      if lowest == MergeTable.unmerged { break }
      symbols[best] = merged[best]
      index = best + 1
      while index < last {
        symbols[index] = symbols[index + 1]
        ranks[index] = ranks[index + 1]
        merged[index] = merged[index + 1]
        index += 1
      }
      last -= 1
      if best < last { look(best, best + 1, table) }
      if best > 0 { look(best - 1, best, table) }
    }
    self.symbols.count = last + 1
  }

  private func sift(_ table: MergeTable) {
    let count = symbols.count
    links.count = 0
    links.reserve(count)
    let (symbols, ranks, merged, links) = (symbols.base, ranks.base, merged.base, links.base)
    heap.removeAll(room: count)
    for index in 0..<count {
      links[index] = Links(previous: Int32(index) - 1, next: index + 1 < count ? Int32(index) + 1 : -1)
      ranks[index] = MergeTable.unmerged
      if index + 1 < count { look(index, index + 1, table) }
      if ranks[index] != MergeTable.unmerged { heap.add(rank: ranks[index], index) }
    }
    heap.order()
    while let (rank, index) = heap.popLowest() {
      // What has changed since it was put there is there again with its new rank.
      if ranks[index] != rank { continue }
      let next = Int(links[index].next)
      symbols[index] = merged[index]
      ranks[next] = MergeTable.unmerged
      symbols[next] = Self.gone
      links[index].next = links[next].next
      ranks[index] = MergeTable.unmerged
      if links[index].next >= 0 {
        links[Int(links[index].next)].previous = Int32(index)
        push(index, Int(links[index].next), table)
      }
      if links[index].previous >= 0 { push(Int(links[index].previous), index, table) }
    }
    var kept = 0
    var index = 0
    while index >= 0 {
      symbols[kept] = symbols[index]
      kept += 1
      index = Int(links[index].next)
    }
    self.symbols.count = kept
  }

  private static let gone: Int32 = -1

  private func push(_ index: Int, _ next: Int, _ table: MergeTable) {
    look(index, next, table)
    if ranks.base[index] != MergeTable.unmerged { heap.push(rank: ranks.base[index], index) }
  }
}
