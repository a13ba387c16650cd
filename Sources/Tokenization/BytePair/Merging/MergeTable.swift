/// Which pairs of tokens become one, and in which order: a hash table with open addressing, so that a look costs about one access to
/// memory.
final class MergeTable: @unchecked Sendable {
  /// A pair of tokens and what becomes of it.
  struct Slot: BitwiseCopyable {
    /// The left token's id in the upper half, the right one's in the lower; `noPair` in an unused slot.
    var pair: UInt64
    /// Lower ranks come first; `unmerged` in an unused slot.
    var rank: UInt32
    /// The token that the pair becomes.
    var id: Int32

    static var noPair: UInt64 { .max }
  }

  /// The rank of a pair that nothing becomes of.
  static var unmerged: UInt32 { .max }

  private let slots: UnsafeMutablePointer<Slot>
  private let shift: UInt64
  private let mask: Int
  /// How many pairs there are.
  let count: Int

  /// - Parameter merges: of several with the same pair the last one counts; ids are not negative.
  init(_ merges: [(left: Int32, right: Int32, rank: UInt32, id: Int32)]) {
    var bits = 6
    while 1 << bits < merges.count * 2 { bits += 1 }
    (shift, mask) = (UInt64(64 - bits), 1 << bits - 1)
    slots = .allocate(capacity: 1 << bits)
    slots.initialize(
      repeating: Slot(pair: Slot.noPair, rank: Self.unmerged, id: -1), count: 1 << bits)
    var count = 0
    for merge in merges {
      let pair = Self.pair(merge.left, merge.right)
      var index = Int(truncatingIfNeeded: (pair &* Self.multiplier) >> shift)
      while slots[index].pair != pair, slots[index].pair != Slot.noPair { index = (index + 1) & mask }
      if slots[index].pair == Slot.noPair { count += 1 }
      slots[index] = Slot(pair: pair, rank: merge.rank, id: merge.id)
    }
    self.count = count
  }

  deinit { slots.deallocate() }

  private static var multiplier: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The slot of a pair, or an unused one.
  @inline(__always)
  func slot(_ left: Int32, _ right: Int32) -> Slot {
    let pair = Self.pair(left, right)
    var index = Int(truncatingIfNeeded: (pair &* Self.multiplier) >> shift)
    while true {
      let slot = slots[index]
      if slot.pair == pair || slot.pair == Slot.noPair { return slot }
      index = (index &+ 1) & mask
    }
  }
}
