/// Random numbers that are a function of (key, counter), never a stream that is consumed.
///
/// The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11): any
/// number can be had at any time, on any thread, so a resumed run or a step shown on demand draws the same.
package struct CounterRandom: Sendable, Hashable {
  /// The key; different keys give unrelated numbers.
  package let key: UInt64

  /// A generator with the key itself.
  package init(key: UInt64) { self.key = key }

  /// A generator of its own for `label`, so that adding one user of a seed leaves the others as they were.
  package init(seed: UInt64, label: String) {
    var hash = StableHash()
    hash.combine(seed)
    hash.combine(label)
    key = hash.value
  }

  /// The four 32-bit words at `counter`; `domain` keeps different uses of one counter apart.
  package func words(at counter: UInt64, domain: UInt64 = 0) -> SIMD4<UInt32> {
    var state = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
      UInt32(truncatingIfNeeded: domain), UInt32(truncatingIfNeeded: domain >> 32))
    var low = UInt32(truncatingIfNeeded: key)
    var high = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let first = UInt64(state.x) * 0xD251_1F53
      let second = UInt64(state.z) * 0xCD9E_8D57
      state = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ state.y ^ low, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ state.w ^ high, UInt32(truncatingIfNeeded: first))
      low &+= 0x9E37_79B9
      high &+= 0xBB67_AE85
    }
    return state
  }

  /// Two 64-bit numbers at `counter`.
  package func pair(at counter: UInt64, domain: UInt64 = 0) -> (UInt64, UInt64) {
    let words = words(at: counter, domain: domain)
    return (UInt64(words.x) | UInt64(words.y) << 32, UInt64(words.z) | UInt64(words.w) << 32)
  }

  /// One 64-bit number at `counter`.
  package func bits(at counter: UInt64, domain: UInt64 = 0) -> UInt64 { pair(at: counter, domain: domain).0 }
}

extension UInt64 {
  /// The integer in `0..<count` that this number, read as a fraction of 2^64, falls on; 0 when `count` is 0.
  func scaled(below count: Int) -> Int {
    Int(truncatingIfNeeded: multipliedFullWidth(by: UInt64(Swift.max(count, 0))).high)
  }
}

extension UInt32 {
  /// The integer in `0..<count` that this number, read as a fraction of 2^32, falls on; 0 when `count` is 0.
  func scaled(below count: Int) -> Int { (UInt64(self) << 32).scaled(below: count) }
}

/// A point of a two-dimensional low-discrepancy sequence, as fractions of 2^64.
///
/// The additive recurrence with the powers of the plastic number (Roberts' R2 sequence) and a keyed offset:
/// exact in wrapping 64-bit arithmetic, O(1), and every prefix covers the square evenly. The stream takes the
/// format from one coordinate and the template from the other, so that asked shares are met by every task
/// and not only on average.
struct LatticePoint {
  let first: UInt64
  let second: UInt64

  init(occurrence: Int, random: CounterRandom, domain: UInt64) {
    let offset = random.pair(at: 0, domain: domain)
    let number = UInt64(truncatingIfNeeded: occurrence)
    first = offset.0 &+ number &* 0xC13F_A9A9_02A6_328F  // 1 / 1.3247...
    second = offset.1 &+ number &* 0x91E1_0DA5_C79E_7B1D  // 1 / 1.3247... squared
  }
}
