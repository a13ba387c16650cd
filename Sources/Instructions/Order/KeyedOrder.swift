/// A 64-bit hash that is the same on every run, machine and version (Swift's own `Hasher` is seeded anew).
///
/// FNV-1a over the bytes, then the finaliser of SplitMix64 so that all bits are usable.
package struct StableHash: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// A hash of nothing.
  package init() {}

  /// Adds a text; texts added one after the other do not run into each other.
  package mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte: byte) }
    combine(byte: 0xFF)  // never part of UTF-8
  }

  /// Adds a number.
  package mutating func combine(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      combine(byte: UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// The hash of all that was added.
  package var value: UInt64 { Self.mix(state) }

  private mutating func combine(byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  /// A bijection of 64-bit numbers that spreads every bit over all others (SplitMix64's finaliser).
  static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

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
