extension PieceTrie {
  /// A piece to be put into a trie.
  struct Entry {
    var key: [UInt8]
    var score: Float
    var id: Int32
  }

  /// Builds the double array; every node takes the first base at which its children fit.
  /// - Parameter entries: distinct, non-empty keys in any order.
  /// - Returns: `nil` if the array would outgrow its links.
  init?(_ entries: [Entry]) {
    let sorted = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var builder = DoubleArrayBuilder(entries: sorted)
    guard builder.build() else { return nil }
    units = builder.units
    ids = builder.ids
    rootBase = builder.rootBase
  }
}

/// The working state while a double array grows.
private struct DoubleArrayBuilder {
  let entries: [PieceTrie.Entry]
  var units: [PieceTrie.Unit] = []
  var ids: [Int32] = []
  var rootBase = 0
  /// The unused units as a doubly linked list from `firstFree` on. It never ends, because `freeBase` adds
  /// units long before the last one is taken.
  private var nextFree: [Int] = []
  private var previousFree: [Int] = []
  private var firstFree = 256
  private var isBaseUsed: [Bool] = []

  private struct Node {
    var range: Range<Int>
    var depth: Int
    var unit: Int?
  }

  init(entries: [PieceTrie.Entry]) {
    self.entries = entries
    grow(to: 1024)
  }

  mutating func build() -> Bool {
    var pending = [Node(range: entries.indices, depth: 0, unit: nil)]
    while let node = pending.popLast() {
      let children = children(of: node)
      guard !children.isEmpty else { continue }
      let base = freeBase(for: children.map { $0.label })
      guard base <= PieceTrie.maximumBase else { return false }
      isBaseUsed[base] = true
      if let unit = node.unit { units[unit].link |= UInt32(base) << 9 } else { rootBase = base }
      for child in children { place(child, base: base, depth: node.depth + 1) }
      for child in children.reversed() {
        pending.append(Node(range: child.range, depth: node.depth + 1, unit: base + Int(child.label)))
      }
    }
    return true
  }

  private typealias Child = (label: UInt8, range: Range<Int>)

  private func children(of node: Node) -> [Child] {
    var children: [Child] = []
    for index in node.range where entries[index].key.count > node.depth {
      let label = entries[index].key[node.depth]
      if let last = children.indices.last, children[last].label == label {
        children[last].range = children[last].range.lowerBound..<index + 1
      } else {
        children.append((label, index..<index + 1))
      }
    }
    return children
  }

  private mutating func place(_ child: Child, base: Int, depth: Int) {
    let unit = base + Int(child.label)
    take(unit)
    units[unit].link = UInt32(child.label) + 1
    let first = entries[child.range.lowerBound]
    if first.key.count == depth {
      units[unit].score = first.score
      ids[unit] = first.id
    }
  }

  private mutating func freeBase(for labels: [UInt8]) -> Int {
    var unit = firstFree
    while true {
      let base = unit - Int(labels[0])
      if base + 512 > units.count { grow(to: max(units.count * 2, base + 1024)) }
      if base >= 256, !isBaseUsed[base],
        labels.allSatisfy({ units[base + Int($0)].link == 0 })
      {
        return base
      }
      unit = nextFree[unit]
    }
  }

  private mutating func take(_ unit: Int) {
    let next = nextFree[unit]
    if unit == firstFree { firstFree = next } else { nextFree[previousFree[unit]] = next }
    previousFree[next] = previousFree[unit]
  }

  /// Adds unused units; the last one's successor is the first that a later call will add.
  private mutating func grow(to count: Int) {
    for unit in units.count..<count {
      nextFree.append(unit + 1)
      previousFree.append(unit - 1)
    }
    units.append(contentsOf: repeatElement(PieceTrie.Unit(), count: count - units.count))
    ids.append(contentsOf: repeatElement(-1, count: count - ids.count))
    isBaseUsed.append(contentsOf: repeatElement(false, count: count - isBaseUsed.count))
  }
}
