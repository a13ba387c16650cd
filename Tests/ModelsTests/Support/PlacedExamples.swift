import Models

extension PlacedBatch {
  /// Rows of examples, with a place of padding at least on both sides.
  init(examples rows: [[TestExample]], _ layout: RowLayout = .joined) {
    func side(_ ids: KeyPath<TestExample, [Int32]>) -> PackedTokens.Side {
      let length = 1 + (rows.map { $0.reduce(0) { $0 + $1[keyPath: ids].count } }.max() ?? 0)
      func lay(_ values: (_ ids: [Int32], _ segment: Int32) -> [Int32]) -> [Int32] {
        rows.flatMap { row in
          let laid = row.enumerated().flatMap { values($0.element[keyPath: ids], Int32($0.offset + 1)) }
          return laid + [Int32](repeating: 0, count: length - laid.count)
        }
      }
      return PackedTokens.Side(
        length: length, ids: lay { ids, _ in ids }, segments: lay { ids, segment in ids.map { _ in segment } }
      )
    }
    let (inputs, targets) = (side(\.input), side(\.target))
    let previous = targets.ids.indices.map { place in
      place > 0 && targets.segments[place] == targets.segments[place - 1] ? targets.ids[place - 1] : 0
    }
    self.init(
      PackedTokens(
        rows: rows.count, inputs: inputs, targets: targets, previousTargets: previous,
        targetWeights: targets.segments.map { $0 == 0 ? 0 : 1 }), layout)
  }
}
