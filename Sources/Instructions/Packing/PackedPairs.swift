/// Bare pairs of inputs and targets in the rows of a batch: nothing is cut, nothing left out.
///
/// Training packs examples of tasks (`Packer`), and counts what became of them; a pair is only ids.
package struct PackedPairs: Sendable {
  /// Where a pair's targets stand.
  package struct Place: Sendable, Equatable {
    /// The pair's number among those that were packed together.
    package let pair: Int
    /// Its targets, among all target places of the batch, row by row.
    package let targets: Range<Int>
  }

  /// The rows.
  package let batch: PackedBatch
  /// The pairs in the batch.
  package let places: [Place]

  /// The rows that pairs take.
  package static func rowCount(
    _ pairs: [(inputs: [Int32], targets: [Int32])], inputLength: Int, targetLength: Int
  ) -> Int { place(pairs, inputLength: inputLength, targetLength: targetLength).count }

  private static func place(
    _ pairs: [(inputs: [Int32], targets: [Int32])], inputLength: Int, targetLength: Int
  ) -> [[Int]] {
    PackingStrategy.bestFit.place(
      pairs.map { SegmentLengths(inputs: $0.inputs.count, targets: $0.targets.count) },
      row: SegmentLengths(inputs: inputLength, targets: targetLength)
    ).rows
  }

  /// Packs pairs into as many batches as it takes, the last one filled up with empty rows.
  /// - Parameters:
  ///   - pairs: each side at most as long as a row.
  ///   - rows: rows of a batch.
  package static func pack(
    _ pairs: [(inputs: [Int32], targets: [Int32])], rows: Int, inputLength: Int, targetLength: Int
  ) -> [PackedPairs] {
    let placed = place(pairs, inputLength: inputLength, targetLength: targetLength)
    return stride(from: 0, to: placed.count, by: rows).map { start in
      var batch = PackedBatch(rows: rows, inputLength: inputLength, targetLength: targetLength)
      var places: [Place] = []
      for (row, members) in placed[start..<min(start + rows, placed.count)].enumerated() {
        var starts = SegmentLengths(inputs: 0, targets: 0)
        for (index, pair) in members.enumerated() {
          batch.write(
            pairs[pair].inputs, pairs[pair].targets, segment: index + 1, row: row, starts: starts)
          let first = row * targetLength + starts.targets
          places.append(Place(pair: pair, targets: first..<(first + pairs[pair].targets.count)))
          starts.inputs += pairs[pair].inputs.count
          starts.targets += pairs[pair].targets.count
        }
      }
      return PackedPairs(batch: batch, places: places)
    }
  }
}
