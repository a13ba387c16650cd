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
