/// For each place in the corpus, the pieces that start there.
struct PieceLattice {
  /// A piece at its place.
  struct Edge {
    var piece: Int32
    var length: Int32
  }

  /// The edges of place `i` are `edges[offsets[i]..<offsets[i + 1]]`, shorter ones first.
  private(set) var offsets: [Int] = []
  private(set) var edges: [Edge] = []

  /// A lattice of nothing.
  init() {}

  /// Puts every piece at each of its places.
  init(_ places: [(range: Range<Int>, length: Int)], _ order: SuffixOrder, symbolCount: Int) {
    offsets = [Int](repeating: 0, count: symbolCount + 2)
    for place in places {
      for suffix in place.range { offsets[order.starts[suffix] + 2] += 1 }
    }
    for index in offsets.indices.dropFirst() { offsets[index] += offsets[index - 1] }
    edges = [Edge](repeating: Edge(piece: 0, length: 0), count: offsets.last ?? 0)
    // While filling, `offsets[i + 1]` is where the next edge of place `i` goes.
    for piece in places.indices.sorted(by: { (places[$0].length, $0) < (places[$1].length, $1) }) {
      let edge = Edge(piece: Int32(piece), length: Int32(places[piece].length))
      for suffix in places[piece].range {
        let place = order.starts[suffix]
        edges[offsets[place + 1]] = edge
        offsets[place + 1] += 1
      }
    }
    offsets.removeLast()
  }

  /// Forgets the edges of all other pieces.
  mutating func keep(_ isKept: (Int) -> Bool) {
    var kept = 0
    var start = 0
    for place in 0..<max(offsets.count - 1, 0) {
      let end = offsets[place + 1]
      for index in start..<end where isKept(Int(edges[index].piece)) {
        edges[kept] = edges[index]
        kept += 1
      }
      start = end
      offsets[place + 1] = kept
    }
    edges.removeLast(edges.count - kept)
  }

  /// How often each piece is expected in the texts, over all ways to cut them, each as probable as the
  /// product of its pieces (the forward-backward algorithm).
  func expectedCounts(in corpus: TrainingCorpus, _ probabilities: [Double]) -> [Double] {
    var expected = [Double](repeating: 0, count: probabilities.count)
    var forward = [Double](repeating: 0, count: TrainingCorpus.longestUnit + 1)
    var backward = forward
    offsets.withUnsafeBufferPointer { offsets in
      edges.withUnsafeBufferPointer { edges in
        for unit in corpus.units {
          for index in 0...unit.length {
            forward[index] = 0
            backward[index] = 0
          }
          forward[0] = 1
          backward[unit.length] = 1
          for index in 0..<unit.length {
            let place = unit.start + index
            for edge in edges[offsets[place]..<offsets[place + 1]] {
              forward[index + Int(edge.length)] += forward[index] * probabilities[Int(edge.piece)]
            }
          }
          let scale = unit.count / forward[unit.length]
          for index in stride(from: unit.length - 1, through: 0, by: -1) {
            let place = unit.start + index
            for edge in edges[offsets[place]..<offsets[place + 1]] {
              let onward = probabilities[Int(edge.piece)] * backward[index + Int(edge.length)]
              backward[index] += onward
              expected[Int(edge.piece)] += forward[index] * onward * scale
            }
          }
        }
      }
    }
    return expected
  }

  /// The best way to cut a stretch of the corpus into pieces.
  /// - Parameters:
  ///   - scores: natural logarithms of the pieces' probabilities.
  ///   - excluded: a piece that must not be used; -1 for none.
  /// - Returns: the pieces from last to first, and the sum of their scores; no pieces if there is no way.
  func bestPath(
    _ range: Range<Int>, _ scores: [Double], excluding excluded: Int32 = -1
  ) -> (pieces: [Int], score: Double) {
    var best = [Double](repeating: -.infinity, count: range.count + 1)
    var last = [Edge](repeating: Edge(piece: -1, length: 0), count: range.count + 1)
    best[0] = 0
    for index in 0..<range.count where best[index] > -.infinity {
      let place = range.lowerBound + index
      for edge in edges[offsets[place]..<offsets[place + 1]] where edge.piece != excluded {
        let end = index + Int(edge.length)
        if end > range.count { break }
        let score = best[index] + scores[Int(edge.piece)]
        if score > best[end] {
          best[end] = score
          last[end] = edge
        }
      }
    }
    var pieces: [Int] = []
    var end = range.count
    while end > 0, last[end].length > 0 {
      pieces.append(Int(last[end].piece))
      end -= Int(last[end].length)
    }
    return (end == 0 ? pieces : [], best[range.count])
  }
}
