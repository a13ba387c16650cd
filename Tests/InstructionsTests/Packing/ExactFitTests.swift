import Testing

@testable import Instructions

@Suite struct ExactFitTests {
  private static func lengths(_ pairs: [(Int, Int)]) -> [SegmentLengths] {
    pairs.map { SegmentLengths(inputs: $0.0, targets: $0.1) }
  }

  private static func place(_ lengths: [SegmentLengths], _ row: SegmentLengths, limit: Int) -> RowPlacement {
    var rows = ExactFit(lengths, row: row)
    return rows.place(rowLimit: limit)
  }

  /// Best-fit puts 5 beside 4, after which nothing fills the rows.
  @Test func setsThatFillARowAreFound() {
    let lengths = Self.lengths([(5, 1), (4, 1), (4, 1), (3, 1), (2, 1), (2, 1)])
    let row = SegmentLengths(inputs: 10, targets: 10)
    #expect(Self.place(lengths, row, limit: 2).unplaced.isEmpty)
    #expect(
      Self.place(lengths, row, limit: 2).rows.map { $0.reduce(0) { $0 + lengths[$1].inputs } } == [10, 10])
    let turned = lengths.map { SegmentLengths(inputs: $0.targets, targets: $0.inputs) }
    #expect(Self.place(turned, row, limit: 2) == Self.place(lengths, row, limit: 2))
  }

  /// A pair that fills the inputs but not fits the targets is not taken.
  @Test func bothSidesCount() {
    let lengths = Self.lengths([(6, 6), (4, 6), (4, 4), (3, 1)])
    let placement = Self.place(lengths, SegmentLengths(inputs: 10, targets: 10), limit: 1)
    #expect(placement.rows == [[0, 2]] && placement.unplaced == [1, 3])
  }

  /// Rows for hundreds of examples, and rows longer than the table is fine.
  @Test(arguments: [(40, 10), (512, 128), (5000, 700), (65_536, 65_536), (1_000_000, 3)])
  func rowsOfEveryLengthAreFilled(_ inputs: Int, _ targets: Int) {
    let random = CounterRandom(seed: 3, label: "lengths")
    let row = SegmentLengths(inputs: inputs, targets: targets)
    let lengths = (0..<600).map { number -> SegmentLengths in
      let words = random.words(at: UInt64(number), domain: 0)
      return SegmentLengths(
        inputs: 1 + Int(words.x % UInt32(min(inputs, 90))),
        targets: 1 + Int(words.y % UInt32(min(targets, 20))))
    }
    let unlimited = Self.place(lengths, row, limit: .max)
    #expect(unlimited.unplaced.isEmpty && unlimited.rows.flatMap { $0 }.sorted() == Array(0..<600))
    for members in unlimited.rows {
      #expect(members.reduce(0) { $0 + lengths[$1].inputs } <= inputs)
      #expect(members.reduce(0) { $0 + lengths[$1].targets } <= targets)
    }
    let bestFit = PackingStrategy.bestFit.place(lengths, row: row)
    #expect(PackingStrategy.exactFit.place(lengths, row: row).rows.count <= bestFit.rows.count)
  }

  @Test func furtherExamplesGoWhereThereIsRoom() {
    for list in PackingStrategyTests.allLists() where list.count >= 2 {
      for limit in 1...3 {
        let own = Array(list.dropLast(2))
        var placement = Self.place(own, PackingStrategyTests.row, limit: limit)
        let before = placement
        let without = placement.add(
          list, from: own.count, row: PackingStrategyTests.row, rowLimit: limit,
          leavingOutBy: { UInt64($0) })
        let placed = placement.rows.flatMap { $0 }.filter { $0 >= own.count }
        let isSound =
          (placed + without).sorted() == Array(own.count..<list.count) && placement.rows.count <= limit
          && zip(before.rows, placement.rows).allSatisfy { old, new in new.starts(with: old) }
          && placement.rows.allSatisfy { row in
            row.reduce(0) { $0 + list[$1].inputs } <= PackingStrategyTests.row.inputs
              && row.reduce(0) { $0 + list[$1].targets } <= PackingStrategyTests.row.targets
          }
        if !isSound { Issue.record("\(list) limit \(limit): \(placement) \(without)") }
      }
    }
  }
}
