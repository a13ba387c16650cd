/// How many tokens an example takes on each side.
struct SegmentLengths: Sendable, Equatable {
  var inputs: Int
  var targets: Int

  /// Whether both sides have room.
  func fits(_ room: SegmentLengths) -> Bool { inputs <= room.inputs && targets <= room.targets }

  /// The part of `row` that the side takes which takes more.
  func share(of row: SegmentLengths) -> Double {
    max(Double(inputs) / Double(row.inputs), Double(targets) / Double(row.targets))
  }

  mutating func add(_ other: SegmentLengths) {
    inputs += other.inputs
    targets += other.targets
  }

  mutating func subtract(_ other: SegmentLengths) {
    inputs -= other.inputs
    targets -= other.targets
  }
}

/// Which examples share a row.
struct RowPlacement: Sendable, Equatable {
  /// The examples of each row, ascending.
  var rows: [[Int]] = []
  /// The examples without a row, ascending.
  var unplaced: [Int] = []
}

/// Which row an example goes to (bin packing).
package enum PackingStrategy: String, Sendable, Codable, CaseIterable {
  /// Long examples first, each to the open row that it leaves least room in.
  case bestFit = "best-fit"
  /// In the order of the stream, with one open row, as seqio does.
  case nextFit = "next-fit"
  /// Each row is completed by the set of examples that leaves it the least room; what finds none in its
  /// window is offered to the next one.
  case exactFit = "exact-fit"

  /// Whether examples without a row are offered to the next window instead of being left out.
  var offersAgain: Bool { self == .exactFit }

  /// Places examples, none of which is longer than a row.
  /// - Parameter rowLimit: the most rows; `nil` is no limit.
  func place(
    _ lengths: [SegmentLengths], row: SegmentLengths, rowLimit: Int? = nil
  ) -> RowPlacement {
    switch self {
    case .bestFit: Self.placeBestFit(lengths, row: row, rowLimit: rowLimit ?? .max)
    case .nextFit: Self.placeNextFit(lengths, row: row, rowLimit: rowLimit ?? .max)
    case .exactFit: Self.placeExactFit(lengths, row: row, rowLimit: rowLimit ?? .max)
    }
  }

  /// The same, but for which examples have no row: `rank` decides, so that the short ones are not left out
  /// more often than others.
  func place(
    _ lengths: [SegmentLengths], row: SegmentLengths, rowLimit: Int, leavingOutBy rank: (Int) -> UInt64
  ) -> RowPlacement {
    var placement = place(lengths, row: row, rowLimit: rowLimit)
    if placement.unplaced.isEmpty { return placement }
    placement.unplaced = placement.leaveOut(
      insteadOf: placement.unplaced, among: lengths.indices, by: rank, lengths, row: row)
    for index in placement.rows.indices { placement.rows[index].sort() }
    return placement
  }

  /// Few long examples are placed better by best-fit: whichever leaves less without a row, then uses fewer
  /// rows.
  private static func placeExactFit(
    _ lengths: [SegmentLengths], row: SegmentLengths, rowLimit: Int
  ) -> RowPlacement {
    var rows = ExactFit(lengths, row: row)
    let exact = rows.place(rowLimit: rowLimit)
    let best = placeBestFit(lengths, row: row, rowLimit: rowLimit)
    func cost(_ placement: RowPlacement) -> (Double, Int) {
      let tokens = placement.unplaced.reduce((inputs: 0, targets: 0)) {
        ($0.inputs + lengths[$1].inputs, $0.targets + lengths[$1].targets)
      }
      let rows = Double(tokens.inputs) / Double(row.inputs) + Double(tokens.targets) / Double(row.targets)
      return (rows, placement.rows.count)
    }
    return cost(best) < cost(exact) ? best : exact
  }

  private static func placeNextFit(
    _ lengths: [SegmentLengths], row: SegmentLengths, rowLimit: Int
  ) -> RowPlacement {
    var placement = RowPlacement()
    var free = SegmentLengths(inputs: 0, targets: 0)
    for (index, length) in lengths.enumerated() {
      let fits = length.inputs <= free.inputs && length.targets <= free.targets && !placement.rows.isEmpty
      if !fits {
        if placement.rows.count == rowLimit {
          placement.unplaced = Array(index..<lengths.count)
          break
        }
        placement.rows.append([])
        free = row
      }
      placement.rows[placement.rows.count - 1].append(index)
      free.inputs -= length.inputs
      free.targets -= length.targets
    }
    return placement
  }

  /// Best-fit decreasing in two dimensions. Each side counts in proportion to how much of its capacity the
  /// examples ask for, so that rows are filled well on the side that runs out first.
  private static func placeBestFit(
    _ lengths: [SegmentLengths], row: SegmentLengths, rowLimit: Int
  ) -> RowPlacement {
    let inputDemand = Double(lengths.reduce(0) { $0 + $1.inputs }) / Double(row.inputs)
    let targetDemand = Double(lengths.reduce(0) { $0 + $1.targets }) / Double(row.targets)
    let inputWeight = inputDemand / Double(row.inputs)
    let targetWeight = targetDemand / Double(row.targets)
    func weight(_ length: SegmentLengths) -> Double {
      inputWeight * Double(length.inputs) + targetWeight * Double(length.targets)
    }
    let weights = lengths.map(weight)
    let order = lengths.indices.sorted { weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1] }
    var placement = RowPlacement()
    var free: [SegmentLengths] = []
    for index in order {
      let length = lengths[index]
      var best: Int?
      var leastRoom = Double.infinity
      for (candidate, room) in free.enumerated()
      where length.inputs <= room.inputs && length.targets <= room.targets {
        let left = weight(room)
        if left < leastRoom { (best, leastRoom) = (candidate, left) }
      }
      if best == nil, free.count < rowLimit {
        best = free.count
        free.append(row)
        placement.rows.append([])
      }
      guard let best else {
        placement.unplaced.append(index)
        continue
      }
      placement.rows[best].append(index)
      free[best].inputs -= length.inputs
      free[best].targets -= length.targets
    }
    for index in placement.rows.indices { placement.rows[index].sort() }
    placement.unplaced.sort()
    return placement
  }
}
