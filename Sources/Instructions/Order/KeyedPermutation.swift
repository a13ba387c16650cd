/// A shuffle of `0..<count` that is computed, not stored: any element in O(1) time and memory.
///
/// A Feistel network permutes the smallest power of two that holds `count`; indices that land outside are
/// sent through again until they land inside (cycle walking), fewer than twice on average.
package struct KeyedPermutation: Sendable {
  /// How many elements are permuted.
  package let count: Int
  private let key: UInt64
  private let leftBits: UInt64
  private let rightBits: UInt64
  private static let rounds: UInt64 = 8

  /// The permutation of `0..<count` that belongs to `key`; a negative count is taken as 0.
  package init(count: Int, key: UInt64) {
    self.count = max(count, 0)
    self.key = key
    let bits = self.count <= 1 ? 0 : UInt64(Int.bitWidth - (self.count - 1).leadingZeroBitCount)
    leftBits = bits / 2
    rightBits = bits - bits / 2
  }

  /// Where the permutation sends `index`, which must be in `0..<count`.
  package subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "index outside the permutation")
    var value = UInt64(index)
    repeat { value = permuteOnce(value) } while value >= UInt64(count)
    return Int(value)
  }

  private func permuteOnce(_ value: UInt64) -> UInt64 {
    let leftMask = (UInt64(1) << leftBits) - 1
    let rightMask = (UInt64(1) << rightBits) - 1
    var left = value >> rightBits
    var right = value & rightMask
    for round in 0..<Self.rounds {
      let roundKey = key &+ round &* 0x9E37_79B9_7F4A_7C15
      if round & 1 == 0 {
        left ^= StableHash.mix(right ^ roundKey) & leftMask
      } else {
        right ^= StableHash.mix(~left ^ roundKey) & rightMask
      }
    }
    return left << rightBits | right
  }
}
