/// Which task stands at which position, and how many times it stood there before: a pure function.
///
/// Positions run in cycles of 2^`cycleBits`. Each task owns an interval of the cycle's slots as long as its
/// share (rounded by largest remainder, at least one slot). Position `p` of a cycle takes the slot whose bits
/// are those of `p` in reverse order (the van der Corput sequence), shifted by a keyed exclusive-or. Three
/// things follow:
/// - every slot comes exactly once per cycle, so over a cycle the counts are exact;
/// - in every prefix a task's count differs from its share by at most about log2(prefix) examples, where
///   independent draws would be off by the square root;
/// - the positions before `p` that fall into an interval can be counted in O(cycleBits), which gives the
///   task's own occurrence number without any replay.
package struct TaskSchedule: Sendable {
  /// One position's task and its occurrence number, counted from 0 in the order of positions.
  package struct Slot: Sendable, Equatable {
    /// The index of the task in the shares that the schedule was made from.
    package let task: Int
    /// How many earlier positions have the same task.
    package let occurrence: Int
  }

  /// A cycle has 2^`cycleBits` positions.
  package let cycleBits: Int
  /// The slots per cycle of each task; they sum to 2^`cycleBits`.
  package let quotas: [Int]
  /// `starts[j]..<starts[j + 1]` are the slots of task `j`.
  private let starts: [Int]
  private let random: CounterRandom

  /// A schedule in which task `j` comes with frequency `shares[j]` (any positive scale; 0 means never).
  /// - Returns: `nil` when no share is positive, one is negative or not finite, or there are more tasks than
  ///   slots in a cycle.
  package init?(shares: [Double], seed: UInt64, cycleBits: Int = 30) {
    guard let quotas = Self.quotas(of: shares, total: 1 << cycleBits) else { return nil }
    self.quotas = quotas
    self.cycleBits = cycleBits
    starts = quotas.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    random = CounterRandom(seed: seed, label: "schedule")
  }

  /// The task and occurrence at `position`, which must not be negative.
  package func slot(at position: Int) -> Slot {
    let (cycle, offset, key) = split(position)
    let slot = Int(Self.reversed(UInt64(offset), bits: cycleBits) ^ key)
    let task = self.task(ofSlot: slot)
    return Slot(
      task: task, occurrence: cycle * quotas[task] + count(of: task, beforeOffset: offset, key: key))
  }

  /// How many of the positions in `0..<position` have task `task`.
  package func count(of task: Int, before position: Int) -> Int {
    let (cycle, offset, key) = split(position)
    return cycle * quotas[task] + count(of: task, beforeOffset: offset, key: key)
  }

  private func split(_ position: Int) -> (cycle: Int, offset: Int, key: UInt64) {
    precondition(position >= 0, "a position is never negative")
    let cycle = position >> cycleBits
    let mask = UInt64(1) << UInt64(cycleBits) - 1
    return (cycle, position & Int(mask), random.bits(at: UInt64(cycle)) & mask)
  }

  /// The last task whose interval starts at or before `slot`; empty intervals are passed over.
  private func task(ofSlot slot: Int) -> Int {
    var low = 0
    var high = quotas.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= slot { low = middle } else { high = middle }
    }
    return low
  }
}

// MARK: - Counting

extension TaskSchedule {
  private func count(of task: Int, beforeOffset offset: Int, key: UInt64) -> Int {
    countBelow(starts[task + 1], beforeOffset: offset, key: key)
      - countBelow(starts[task], beforeOffset: offset, key: key)
  }

  /// How many of the offsets in `0..<offset` have a slot in `0..<bound`.
  ///
  /// `0..<bound` is a union of dyadic intervals, one per set bit of `bound`; an interval that fixes the top
  /// `k` bits of the slot fixes the low `k` bits of the offset, and such offsets come every 2^k.
  private func countBelow(_ bound: Int, beforeOffset offset: Int, key: UInt64) -> Int {
    if bound >= 1 << cycleBits { return offset }
    var total = 0
    var remaining = UInt64(bound)
    while remaining != 0 {
      let bit = UInt64(remaining.trailingZeroBitCount)
      let fixedBits = cycleBits - Int(bit)
      let prefix = (UInt64(bound) >> bit ^ 1) ^ (key >> bit)
      let residue = Int(Self.reversed(prefix, bits: fixedBits))
      if offset > residue { total += ((offset - 1 - residue) >> fixedBits) + 1 }
      remaining &= remaining - 1
    }
    return total
  }

  /// The lowest `bits` bits of `value` in reverse order; `bits` is 1...64, or 0 for 0.
  static func reversed(_ value: UInt64, bits: Int) -> UInt64 {
    if bits == 0 { return 0 }
    var v = value
    v = (v >> 1) & 0x5555_5555_5555_5555 | (v & 0x5555_5555_5555_5555) << 1
    v = (v >> 2) & 0x3333_3333_3333_3333 | (v & 0x3333_3333_3333_3333) << 2
    v = (v >> 4) & 0x0F0F_0F0F_0F0F_0F0F | (v & 0x0F0F_0F0F_0F0F_0F0F) << 4
    return v.byteSwapped >> UInt64(64 - bits)
  }
}

// MARK: - Quotas

extension TaskSchedule {
  /// Whole numbers in proportion to `shares` that sum to `total`: largest remainder, at least 1 for every
  /// positive share, the missing or surplus ones settled with the largest quotas.
  static func quotas(of shares: [Double], total: Int) -> [Int]? {
    let sum = shares.reduce(0, +)
    let positive = shares.count { $0 > 0 }
    guard sum > 0, sum.isFinite, positive <= total, shares.allSatisfy({ $0 >= 0 }) else { return nil }
    let exact = shares.map { $0 / sum * Double(total) }
    var quotas = exact.map { $0 > 0 ? max(1, Int($0)) : 0 }
    var missing = total - quotas.reduce(0, +)
    let byRemainder = quotas.indices.filter { exact[$0] > 0 }.sorted {
      let (a, b) = (exact[$0] - Double(quotas[$0]), exact[$1] - Double(quotas[$1]))
      return a == b ? $0 < $1 : a > b
    }
    var turn = 0
    while missing > 0 {
      quotas[byRemainder[turn % byRemainder.count]] += 1
      missing -= 1
      turn += 1
    }
    while missing < 0 {
      let largest = quotas.indices.max { quotas[$0] == quotas[$1] ? $0 > $1 : quotas[$0] < quotas[$1] } ?? 0
      quotas[largest] -= 1
      missing += 1
    }
    return quotas
  }
}
