/// The smallest acyclic automaton that tells the values of keys: states with the same continuations are one.
struct ByteAutomaton {
  /// A key of bytes, none of them zero, and its value.
  struct Entry {
    var key: [UInt8]
    var value: UInt32
  }

  /// A way on from a state.
  struct Edge: Hashable {
    /// The byte that takes it; 0 where a key ends.
    var label: UInt8
    /// The state that it leads to; where a key ends, its value.
    var target: UInt32
  }

  /// The ways on from each state, by label. States come after all that they lead to; the root is the last.
  let states: [[Edge]]

  /// Makes the automaton of entries in any order; no key stands twice.
  init(_ entries: [Entry]) {
    var builder = Builder(entries)
    if !entries.isEmpty { _ = builder.state(of: entries.indices, depth: 0) }
    states = builder.states
  }

  private struct Builder {
    let keys: [[UInt8]]
    let values: [UInt32]
    var states: [[Edge]] = []
    private var known: [[Edge]: UInt32] = [:]

    init(_ entries: [Entry]) {
      // The first bytes as a number decide nearly all comparisons, faster than the bytes one by one.
      let sorted = entries.map { (start: Self.start(of: $0.key), entry: $0) }.sorted { a, b in
        a.start != b.start ? a.start < b.start : a.entry.key.lexicographicallyPrecedes(b.entry.key)
      }
      keys = sorted.map(\.entry.key)
      values = sorted.map(\.entry.value)
    }

    private static func start(of key: [UInt8]) -> UInt64 {
      var start: UInt64 = 0
      for index in 0..<8 { start = start << 8 | UInt64(index < key.count ? key[index] : 0) }
      return start
    }

    /// The state that is reached by the first bytes, `depth` of them, of the keys in a range, which all share
    /// them.
    mutating func state(of range: Range<Int>, depth: Int) -> UInt32 {
      var edges: [Edge] = []
      var start = range.lowerBound
      if keys[start].count == depth {
        edges.append(Edge(label: 0, target: values[start]))
        start += 1
      }
      while start < range.upperBound {
        let label = keys[start][depth]
        var end = start + 1
        while end < range.upperBound, keys[end][depth] == label { end += 1 }
        edges.append(Edge(label: label, target: state(of: start..<end, depth: depth + 1)))
        start = end
      }
      if let state = known[edges] { return state }
      let state = UInt32(states.count)
      states.append(edges)
      known[edges] = state
      return state
    }
  }
}
