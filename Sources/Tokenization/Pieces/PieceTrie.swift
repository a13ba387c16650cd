/// All pieces as a double array: one 8-byte unit per node, so that each byte of text costs one memory access.
///
/// The child of a node with base `b` by byte `c` is unit `b + c`, if that unit is labelled `c`. Bases are
/// unique among nodes, so the label alone tells whose child a unit is. Units 0..<256 are labelled with
/// nothing: a leaf has base 0 and so needs no test of its own.
struct PieceTrie: Sendable {
  /// A node: its label and base in `link`, the score of the piece that ends here in `score`.
  struct Unit: Sendable {
    /// Bits 0...8: the label plus one, 0 for an unused unit; bits 9...31: the base.
    var link: UInt32 = 0
    /// `noPiece`, or a finite log probability.
    var score: Float = PieceTrie.noPiece

    @inline(__always) var base: Int { Int(link >> 9) }
    @inline(__always) func isLabelled(_ byte: UInt8) -> Bool { link & 0x1FF == UInt32(byte) + 1 }
  }

  /// No piece ends at the unit.
  static let noPiece = -Float.infinity
  /// The largest base that fits a link.
  static let maximumBase = 1 << 23 - 1

  /// At least `base + 256` units for every base, so that no step leaves the array.
  let units: [Unit]
  /// The id of the piece that ends at each unit; -1 where none does.
  let ids: [Int32]
  /// The base of the root, which has no unit.
  let rootBase: Int

  /// The length in bytes of the longest key that `text` starts with at `position`; 0 if there is none.
  func longestMatch(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    var base = rootBase
    var longest = 0
    for index in position..<text.count {
      let unit = units[base + Int(text[index])]
      if !unit.isLabelled(text[index]) { break }
      if unit.score != Self.noPiece { longest = index + 1 - position }
      base = unit.base
    }
    return longest
  }

  /// The longest key that `text` starts with at `position`: its length in bytes and its id.
  func longest(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> (length: Int, id: Int32)? {
    var base = rootBase
    var longest: (length: Int, id: Int32)?
    for index in position..<text.count {
      let place = base + Int(text[index])
      if !units[place].isLabelled(text[index]) { break }
      if units[place].score != Self.noPiece { longest = (index + 1 - position, ids[place]) }
      base = units[place].base
    }
    return longest
  }
}
