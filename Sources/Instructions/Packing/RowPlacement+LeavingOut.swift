extension RowPlacement {
  /// Lets `rank` decide which examples have no row, where otherwise the shortest would be left over: long
  /// ones are placed first, since they are the hardest to place.
  ///
  /// The candidates leave in the order of their ranks, each making room for those that wait, until none
  /// waits. A candidate whose room is of no use to any of them stays.
  /// - Parameters:
  ///   - waiting: the examples without a row.
  ///   - candidates: the examples that may be left out; those that wait are among them.
  ///   - rank: a number that has nothing to do with an example's length or task.
  /// - Returns: the examples without a row afterwards, ascending.
  mutating func leaveOut(
    insteadOf waiting: [Int], among candidates: Range<Int>, by rank: (Int) -> UInt64,
    _ lengths: [SegmentLengths], row: SegmentLengths
  ) -> [Int] {
    if waiting.isEmpty || waiting.count == candidates.count { return waiting }
    var queue = waiting.sorted { Self.isHarder(lengths[$0], lengths[$1], row) ?? ($0 < $1) }
    var rowOf = Array(repeating: Int?.none, count: lengths.count)
    for (number, members) in rows.enumerated() { for index in members { rowOf[index] = number } }
    var free = rows.map { members in
      members.reduce(into: row) { $0.subtract(lengths[$1]) }
    }
    var left: [Int] = []
    let ranks = candidates.map(rank)
    let order = candidates.sorted {
      let (a, b) = (ranks[$0 - candidates.lowerBound], ranks[$1 - candidates.lowerBound])
      return a == b ? $0 < $1 : a < b
    }
    for candidate in order {
      if queue.isEmpty { break }
      guard let place = rowOf[candidate] else {
        queue.removeAll { $0 == candidate }
        left.append(candidate)
        continue
      }
      var room = free[place]
      room.add(lengths[candidate])
      var entering: [Int] = []
      for index in queue where lengths[index].fits(room) {
        room.subtract(lengths[index])
        entering.append(index)
      }
      if entering.isEmpty { continue }
      rows[place].removeAll { $0 == candidate }
      rows[place] += entering
      for index in entering { rowOf[index] = place }
      queue.removeAll { rowOf[$0] != nil }
      free[place] = room
      rowOf[candidate] = nil
      left.append(candidate)
    }
    return (left + queue).sorted()
  }

  /// Whether the first takes more of a row than the second; `nil` where both take the same.
  private static func isHarder(_ a: SegmentLengths, _ b: SegmentLengths, _ row: SegmentLengths) -> Bool? {
    let (first, second) = (a.share(of: row), b.share(of: row))
    return first == second ? nil : first > second
  }
}
