import Testing

@testable import Instructions

@Suite struct RowPlacementLeavingOutTests {
  private static let row = SegmentLengths(inputs: 100, targets: 40)

  /// Lengths of 4 to 40 tokens, the same numbers for every window.
  private static func lengths(_ count: Int, window: Int) -> [SegmentLengths] {
    let random = CounterRandom(seed: 5, label: "window \(window)")
    return (0..<count).map { number in
      let words = random.words(at: UInt64(number), domain: 0)
      return SegmentLengths(inputs: 4 + Int(words.x % 37), targets: 1 + Int(words.y % 5))
    }
  }

  /// The shorter half is left out as often as the longer one, whatever the strategy; placed by length alone, it would be
  /// most of what is left out.
  @Test(arguments: PackingStrategy.allCases) func lengthDoesNotDecideWhatIsLeftOut(
    _ strategy: PackingStrategy
  ) {
    var (short, long, shortBefore, all) = (0, 0, 0, 0)
    for window in 0..<60 {
      let lengths = Self.lengths(100, window: window)
      let rank = { StableHash.mix(UInt64(window * 100 + $0)) }
      let before = strategy.place(lengths, row: Self.row, rowLimit: 20).unplaced
      let after = strategy.place(lengths, row: Self.row, rowLimit: 20, leavingOutBy: rank).unplaced
      #expect(after.count <= before.count)
      short += after.count { lengths[$0].inputs < 22 }
      long += after.count { lengths[$0].inputs >= 22 }
      shortBefore += before.count { lengths[$0].inputs < 22 }
      all += before.count
    }
    let share = Double(short) / Double(short + long)
    #expect(short + long > 100 && share > 0.35 && share < 0.6, "\(strategy): \(short) and \(long)")
    if strategy != .nextFit { #expect(Double(shortBefore) > 0.7 * Double(all)) }
  }

  @Test func candidatesLeaveInTheOrderOfTheirRanks() {
    // Two rows of three; the last two examples wait, and either fits in the room of any other.
    let lengths = Array(repeating: SegmentLengths(inputs: 30, targets: 2), count: 8)
    var placement = RowPlacement(rows: [[0, 1, 2], [3, 4, 5]], unplaced: [6, 7])
    let ranks: [UInt64] = [5, 1, 9, 0, 8, 7, 2, 6]
    let without = placement.leaveOut(
      insteadOf: [6, 7], among: 0..<8, by: { ranks[$0] }, lengths, row: Self.row)
    #expect(without == [1, 3])
    #expect(placement.rows.map { $0.sorted() } == [[0, 2, 7], [4, 5, 6]])
    // Only the further ones are candidates; where all of them wait, nothing changes.
    var other = RowPlacement(rows: [[0, 1, 2], [3, 4, 6]])
    #expect(
      other.leaveOut(insteadOf: [5, 7], among: 5..<8, by: { ranks[$0] }, lengths, row: Self.row) == [6, 7])
    #expect(other.rows.map { $0.sorted() } == [[0, 1, 2], [3, 4, 5]])
    #expect(
      other.leaveOut(insteadOf: [6, 7], among: 6..<8, by: { ranks[$0] }, lengths, row: Self.row) == [6, 7])
  }

  /// Room that is of no use to a longer example is not made.
  @Test func whoseRoomIsTooSmallStays() {
    let lengths = [60, 10, 90].map { SegmentLengths(inputs: $0, targets: 1) }
    var placement = RowPlacement(rows: [[0, 1]], unplaced: [2])
    let without = placement.leaveOut(
      insteadOf: [2], among: 0..<3, by: { [1, 0, 2][$0] }, lengths, row: Self.row)
    #expect(without == [0])
    #expect(placement.rows[0].sorted() == [1, 2])
  }
}
