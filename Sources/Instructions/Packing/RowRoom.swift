/// The room that is left in rows.
struct RowRoom {
  private var free: [SegmentLengths] = []

  /// The room of rows that come after those that are known.
  mutating func add(_ room: SegmentLengths) { free.append(room) }

  /// Takes the room for an example in the row that it leaves the least room in.
  mutating func take(_ length: SegmentLengths) -> Int? {
    var best: Int?
    for (row, room) in free.enumerated() where length.inputs <= room.inputs && length.targets <= room.targets
    {
      if let best, free[best].inputs <= room.inputs { continue }
      best = row
    }
    guard let best else { return nil }
    free[best].inputs -= length.inputs
    free[best].targets -= length.targets
    return best
  }
}

extension RowPlacement {
  /// Puts further examples where the rows have room, the longest first, or into new rows up to `rowLimit`.
  /// - Parameters:
  ///   - lengths: of all examples, those that are placed already and the further ones.
  ///   - start: the first further one.
  ///   - rank: decides which of the further ones find no room.
  /// - Returns: the further ones without room, ascending.
  mutating func add(
    _ lengths: [SegmentLengths], from start: Int, row: SegmentLengths, rowLimit: Int,
    leavingOutBy rank: (Int) -> UInt64
  ) -> [Int] {
    if start >= lengths.count { return [] }
    var room = RowRoom()
    for members in rows {
      room.add(
        SegmentLengths(
          inputs: row.inputs - members.reduce(0) { $0 + lengths[$1].inputs },
          targets: row.targets - members.reduce(0) { $0 + lengths[$1].targets }))
    }
    let order = (start..<lengths.count).sorted {
      lengths[$0].inputs == lengths[$1].inputs ? $0 < $1 : lengths[$0].inputs > lengths[$1].inputs
    }
    var without: [Int] = []
    for index in order {
      var place = room.take(lengths[index])
      if place == nil, rows.count < rowLimit {
        rows.append([])
        room.add(row)
        place = room.take(lengths[index])
      }
      if let place { rows[place].append(index) } else { without.append(index) }
    }
    return leaveOut(
      insteadOf: without, among: start..<lengths.count, by: rank, lengths, row: row)
  }
}
