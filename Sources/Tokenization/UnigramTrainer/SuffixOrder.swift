/// All suffixes of all units in alphabetical order (a suffix array), compared by their first symbols up to a
/// limit.
///
/// Every substring of the corpus is a prefix of a contiguous range of suffixes, which gives its count and
/// places.
struct SuffixOrder {
  /// Where each suffix starts in the corpus's symbols.
  let starts: [Int]
  /// The number of symbols that a suffix shares with the one before it, up to the limit; one more entry than
  /// suffixes, 0 at both ends.
  let shared: [Int]
  /// `cumulativeCounts[i]` is the sum of the counts of the first `i` suffixes' units.
  let cumulativeCounts: [Double]
  /// The longest comparison.
  let limit: Int

  /// Sorts the suffixes of a corpus.
  init(_ corpus: TrainingCorpus, limit: Int) {
    var starts: [Int] = []
    var counts = [Double](repeating: 0, count: corpus.symbols.count)
    for unit in corpus.units {
      for position in unit.start..<unit.start + unit.length {
        starts.append(position)
        counts[position] = unit.count
      }
    }
    corpus.symbols.withUnsafeBufferPointer { symbols in
      starts.sort { Self.precedes($0, $1, symbols, limit) }
    }
    var shared = [Int](repeating: 0, count: starts.count + 1)
    var cumulative = [0.0]
    cumulative.reserveCapacity(starts.count + 1)
    for (index, start) in starts.enumerated() {
      cumulative.append(cumulative[index] + counts[start])
      guard index > 0 else { continue }
      var length = 0
      while length < limit, corpus.symbols[start + length] != 0,
        corpus.symbols[start + length] == corpus.symbols[starts[index - 1] + length]
      {
        length += 1
      }
      shared[index] = length
    }
    self.starts = starts
    self.shared = shared
    self.limit = limit
    cumulativeCounts = cumulative
  }

  /// Suffixes that agree as far as they are compared are in the order of their places.
  @inline(__always)
  private static func precedes(
    _ a: Int, _ b: Int, _ symbols: UnsafeBufferPointer<TrainingCorpus.Symbol>, _ limit: Int
  ) -> Bool {
    var offset = 0
    while offset < limit {
      let x = symbols[a + offset]
      let y = symbols[b + offset]
      if x != y { return x < y }
      if x == 0 { break }
      offset += 1
    }
    return a < b
  }

  /// How often the prefix of a range of suffixes is in the texts.
  func count(of range: Range<Int>) -> Double {
    cumulativeCounts[range.upperBound] - cumulativeCounts[range.lowerBound]
  }

  /// The suffixes that start with a string of symbols.
  func range(of string: [TrainingCorpus.Symbol], in corpus: TrainingCorpus) -> Range<Int> {
    func firstSuffix(notBefore isBefore: ([TrainingCorpus.Symbol]) -> Bool) -> Int {
      var low = 0
      var high = starts.count
      while low < high {
        let middle = (low + high) / 2
        let start = starts[middle]
        let head = Array(corpus.symbols[start..<min(start + string.count, corpus.symbols.count)])
        if isBefore(head) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    if string.count > limit { return 0..<0 }
    let low = firstSuffix { $0.lexicographicallyPrecedes(string) }
    return low..<max(low, firstSuffix { !string.lexicographicallyPrecedes($0) })
  }

  /// Every substring of two symbols or more that cannot be made longer without becoming rarer, as a range of
  /// suffixes and a length.
  func repeatedSubstrings(in corpus: TrainingCorpus) -> [(range: Range<Int>, length: Int)] {
    var found: [(range: Range<Int>, length: Int)] = []
    var open: [(start: Int, length: Int)] = []
    for index in 0...starts.count {
      var start = index
      while let last = open.last, last.length > shared[index] {
        open.removeLast()
        if last.length > 1 { found.append((last.start..<index, last.length)) }
        start = last.start
      }
      if shared[index] > (open.last?.length ?? 0) { open.append((start, shared[index])) }
      guard index < starts.count else { break }
      // A suffix by itself: what follows it in its unit is in no other suffix. Its node opens and closes
      // here, but the stretch that it shares with the next one is opened from its place.
      let length = lengthOfSuffix(index, in: corpus)
      if length > 1, length > shared[index], length > shared[index + 1] {
        found.append((index..<index + 1, length))
      }
      if shared[index + 1] > (open.last?.length ?? 0) { open.append((index, shared[index + 1])) }
    }
    return found
  }

  private func lengthOfSuffix(_ index: Int, in corpus: TrainingCorpus) -> Int {
    var length = 0
    while length < limit, corpus.symbols[starts[index] + length] != 0 { length += 1 }
    return length
  }
}
