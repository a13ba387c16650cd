@testable import Instructions
import Testing

@Suite struct PackingStrategyTests {
  static let row = SegmentLengths(inputs: 4, targets: 3)

  /// All lists of up to five examples over all lengths that fit the row.
  static func allLists() -> [[SegmentLengths]] {
    let lengths = [1, 2, 4].flatMap { inputs in [1, 3].map { SegmentLengths(inputs: inputs, targets: $0) } }
    var lists: [[SegmentLengths]] = [[]]
    var last = lists
    for _ in 0..<5 {
      last = last.flatMap { list in lengths.map { list + [$0] } }
      lists += last
    }
    return lists
  }

  @Test(arguments: PackingStrategy.allCases, [false, true]) func rowsHoldEveryExampleOnceAndNeverTooMuch(
    _ strategy: PackingStrategy, _ isFair: Bool
  ) {
    for list in Self.allLists() {
      for limit in [nil, 1, 2] as [Int?] {
        var placement = strategy.place(list, row: Self.row, rowLimit: limit)
        if isFair, let limit {
          placement = strategy.place(
            list, row: Self.row, rowLimit: limit, leavingOutBy: { StableHash.mix(UInt64($0)) })
        }
        let placed = placement.rows.flatMap { $0 }
        let isSound =
          (placed + placement.unplaced).sorted() == Array(list.indices)
          && placement.rows.count <= limit ?? .max
          && (limit != nil || placement.unplaced.isEmpty)
          && placement.rows.allSatisfy { row in
            (!row.isEmpty || isFair) && row == row.sorted()
              && row.reduce(0) { $0 + list[$1].inputs } <= Self.row.inputs
              && row.reduce(0) { $0 + list[$1].targets } <= Self.row.targets
          }
        if !isSound { Issue.record("\(strategy) \(list) limit \(limit ?? -1): \(placement)") }
      }
    }
  }

  @Test func nextFitClosesARowForGood() {
    let lengths = [3, 2, 1, 4, 1].map { SegmentLengths(inputs: $0, targets: 1) }
    #expect(PackingStrategy.nextFit.place(lengths, row: Self.row).rows == [[0], [1, 2], [3], [4]])
    let limited = PackingStrategy.nextFit.place(lengths, row: Self.row, rowLimit: 2)
    #expect(limited == RowPlacement(rows: [[0], [1, 2]], unplaced: [3, 4]))
  }

  @Test func bestFitNeverNeedsMoreRowsThanNextFitHere() {
    for list in Self.allLists() {
      let best = PackingStrategy.bestFit.place(list, row: Self.row).rows.count
      #expect(best <= PackingStrategy.nextFit.place(list, row: Self.row).rows.count)
    }
  }
}

@Suite struct PackingFillNextFitTests {
  /// The same as packing everything by next-fit, window by window.
  @Test func agreesWithThePacker() throws {
    for list in PackingStrategyTests.allLists() where !list.isEmpty {
      let fill = PackingFill(
        nextFitting: list.map { ($0.inputs, $0.targets) }, inputLength: 4, targetLength: 3)
      var rows = 0
      for start in stride(from: 0, to: list.count, by: 4) {
        rows +=
          PackingStrategy.nextFit.place(
            Array(list[start..<min(start + 4, list.count)]), row: PackingStrategyTests.row
          ).rows.count
      }
      #expect(fill.inputCapacity == 4 * rows && fill.targetCapacity == 3 * rows)
      #expect(fill.inputTokens == list.reduce(0) { $0 + $1.inputs })
    }
  }

  @Test func longExamplesCountAsCut() {
    let fill = PackingFill(nextFitting: [(9, 1), (1, 9)], inputLength: 4, targetLength: 3)
    #expect(fill.inputTokens == 5 && fill.targetTokens == 4 && fill.inputCapacity == 8)
  }
}
