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
