/// The key of a program's random numbers: an int32 tensor `[3]` with the low and high half of the seed and
/// the step.
public enum RandomKey {
  /// The key's type.
  public static let type = TensorType.int32([3])

  /// The key of a step.
  public static func elements(seed: UInt64, step: Int) -> [Int32] {
    [
      Int32(truncatingIfNeeded: seed), Int32(truncatingIfNeeded: seed >> 32), Int32(truncatingIfNeeded: step),
    ]
  }
}

/// How the places of rows of one length are numbered: row * length + place in the row.
///
/// Masks are drawn for these numbers, so that the same rows have the same masks wherever a program puts them.
public struct RowNumbering: Sendable, Hashable {
  /// The number of rows.
  public let rows: Int
  /// Places of each.
  public let length: Int

  /// The numbering of rows.
  public init(rows: Int, length: Int) { (self.rows, self.length) = (rows, length) }

  /// How many numbers there are.
  public var count: Int { rows * length }
}

/// The counter-based generator Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3",
/// 2011): a bijection of a 128-bit counter under a 64-bit key, so that any number can be drawn on its own.
public enum Philox {
  /// The four words for `counter` under `key`.
  @inlinable
  public static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (counter, key) = (counter, key)
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) &* UInt64(counter.x)
      let second = UInt64(0xCD9E_8D57) &* UInt64(counter.z)
      counter = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ counter.y ^ key.x, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ counter.w ^ key.y, UInt32(truncatingIfNeeded: first))
      key = SIMD2(key.x &+ 0x9E37_79B9, key.y &+ 0xBB67_AE85)
    }
    return counter
  }

  /// The threshold below which a word means "dropped", for a probability in 0..<1.
  @inlinable
  public static func threshold(for probability: Float) -> UInt32 {
    UInt32(Double(probability) * 4_294_967_296)
  }
}
