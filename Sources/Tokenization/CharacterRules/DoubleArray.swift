/// An automaton in the units of a double array (Aoe 1989), in `CharacterMap`'s layout.
///
/// Each state has a base of its own; its edge with label `c` is the unit at `base ^ c`, which holds the label
/// and how to get from there to the next state's base. States that are reached from several places are there
/// once.
struct DoubleArray {
  /// A whole number of blocks of 256 units, as readers want it: no byte leads outside.
  private(set) var units: [UInt32] = []

  private var isTaken: [Bool] = []
  private var isBase: [Bool] = []
  /// All units before it are taken.
  private var firstFree = 1
  private var end = 1

  private static let leafBit: UInt32 = 1 << 31
  private static let blockSize = 256
  /// How far back from the end room is looked for: farther back is little, and it takes long to find.
  private static let window = 4 * blockSize

  /// Lays out an automaton with a root.
  init(_ automaton: ByteAutomaton) {
    grow()
    isTaken[0] = true
    // A root that leads nowhere farther on is taken for a broken one by the SentencePiece library.
    isBase[0] = true
    var bases = [Int](repeating: 0, count: automaton.states.count)
    // From the root on: a state's neighbours are those of the same text, and large states come early.
    for state in automaton.states.indices.reversed() { bases[state] = place(automaton.states[state]) }
    if let root = automaton.states.indices.last {
      units[0] = Self.unit(at: 0, to: bases[root], automaton.states[root])
    }
    for (state, edges) in automaton.states.enumerated() {
      for edge in edges {
        let index = bases[state] ^ Int(edge.label)
        let next = Int(edge.target)
        units[index] =
          edge.label == 0
          ? edge.target | Self.leafBit
          : Self.unit(at: index, to: bases[next], automaton.states[next]) | UInt32(edge.label)
      }
    }
  }

  /// The unit at an index that leads to a state, without its label.
  private static func unit(at index: Int, to base: Int, _ edges: [ByteAutomaton.Edge]) -> UInt32 {
    let offset = UInt32(index ^ base)
    precondition(offset < 1 << 21, "the rules are too many for one double array")
    return offset << 10 | (edges.first?.label == 0 ? 1 << 8 : 0)
  }

  /// Finds a base where all edges have room, and takes it.
  private mutating func place(_ edges: [ByteAutomaton.Edge]) -> Int {
    while isTaken[firstFree] {
      firstFree += 1
      if firstFree == isTaken.count { grow() }
    }
    var index = max(firstFree, end - Self.window)
    while true {
      if index == isTaken.count { grow() }
      let base = index ^ Int(edges[0].label)
      if !isTaken[index], !isBase[base], !edges.contains(where: { isTaken[base ^ Int($0.label)] }) {
        isBase[base] = true
        for edge in edges {
          isTaken[base ^ Int(edge.label)] = true
          end = max(end, base ^ Int(edge.label) + 1)
        }
        return base
      }
      index += 1
    }
  }

  private mutating func grow() {
    units.append(contentsOf: repeatElement(Self.leafBit, count: Self.blockSize))
    isTaken.append(contentsOf: repeatElement(false, count: Self.blockSize))
    isBase.append(contentsOf: repeatElement(false, count: Self.blockSize))
  }
}
