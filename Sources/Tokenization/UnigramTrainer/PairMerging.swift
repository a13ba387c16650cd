/// The units of a corpus as pieces, of which the most frequent neighbours are joined, pair by pair.
struct PairMerging {
  private struct Pair: Hashable {
    let left: Int32
    let right: Int32
  }

  /// A pair as it was counted once.
  private struct Candidate {
    let pair: Pair
    let count: Double
    let text: [Unicode.Scalar]

    /// More frequent pairs come first, then shorter pieces, then those whose text is first.
    func comes(before other: Candidate) -> Bool {
      if count != other.count { return count > other.count }
      if text.count != other.text.count { return text.count < other.text.count }
      return text.lexicographicallyPrecedes(other.text)
    }
  }

  private let longest: Int
  private var texts: [[Unicode.Scalar]]
  private var symbols: [[Unicode.Scalar]: Int32]
  private var units: [[Int32]]
  private let unitCounts: [Double]
  private var counts: [Pair: Double] = [:]
  /// The units where a pair stands or once stood.
  private var places: [Pair: [Int]] = [:]
  /// A binary heap, the first candidate at its top; counts in it may be out of date.
  private var candidates: [Candidate] = []

  /// - Parameter longest: the most characters of a piece.
  init(_ corpus: TrainingCorpus, longest: Int) {
    self.longest = longest
    texts = corpus.alphabet.map { [$0] }
    symbols = [:]
    for (id, text) in texts.enumerated() { symbols[text] = Int32(id) }
    units = corpus.units.map { unit in
      corpus.symbols[unit.start..<unit.start + unit.length].map { Int32($0) - 1 }
    }
    unitCounts = corpus.units.map(\.count)
    var seen: Set<Pair> = []
    for unit in units.indices { count(unit, times: unitCounts[unit], into: &seen) }
    for pair in seen { push(pair) }
  }

  /// Joins the most frequent pair that makes a new piece, wherever it stands.
  /// - Returns: the piece; `nil` where nothing is left to join.
  mutating func next() -> String? {
    while let best = pop() {
      let count = counts[best.pair] ?? 0
      if count != best.count {
        if count > 0 { push(best.pair) }
        continue
      }
      let isNew = symbols[best.text] == nil
      join(best.pair, as: best.text)
      if isNew { return String(String.UnicodeScalarView(best.text)) }
    }
    return nil
  }

  private mutating func join(_ pair: Pair, as text: [Unicode.Scalar]) {
    let symbol = symbols[text] ?? Int32(texts.count)
    if symbols.updateValue(symbol, forKey: text) == nil { texts.append(text) }
    var changed: Set<Pair> = []
    for unit in Set(places.removeValue(forKey: pair) ?? []).sorted() {
      var none: Set<Pair> = []
      count(unit, times: -unitCounts[unit], into: &none)
      units[unit] = Self.joined(units[unit], pair, symbol)
      count(unit, times: unitCounts[unit], into: &changed)
    }
    counts[pair] = nil
    for pair in changed { push(pair) }
  }

  private static func joined(_ unit: [Int32], _ pair: Pair, _ symbol: Int32) -> [Int32] {
    var result: [Int32] = []
    var place = 0
    while place < unit.count {
      let isPair = place + 1 < unit.count && unit[place] == pair.left && unit[place + 1] == pair.right
      result.append(isPair ? symbol : unit[place])
      place += isPair ? 2 : 1
    }
    return result
  }

  /// Counts the pairs of a unit; sums of whole numbers are exact.
  private mutating func count(_ unit: Int, times: Double, into seen: inout Set<Pair>) {
    for (left, right) in zip(units[unit], units[unit].dropFirst()) {
      let pair = Pair(left: left, right: right)
      counts[pair, default: 0] += times
      if times > 0 {
        places[pair, default: []].append(unit)
        seen.insert(pair)
      }
    }
  }
}

// MARK: - The heap

extension PairMerging {
  private mutating func push(_ pair: Pair) {
    let text = texts[Int(pair.left)] + texts[Int(pair.right)]
    guard text.count <= longest, let count = counts[pair], count > 0 else { return }
    candidates.append(Candidate(pair: pair, count: count, text: text))
    var child = candidates.count - 1
    while child > 0, candidates[child].comes(before: candidates[(child - 1) / 2]) {
      candidates.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = candidates.first, let last = candidates.popLast() else { return nil }
    if candidates.isEmpty { return top }
    candidates[0] = last
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < candidates.count }
      guard let first = children.min(by: { candidates[$0].comes(before: candidates[$1]) }),
        candidates[first].comes(before: candidates[parent])
      else { return top }
      candidates.swapAt(first, parent)
      parent = first
    }
  }
}
