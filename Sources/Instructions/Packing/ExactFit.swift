/// Completes rows one after the other: the hardest example that is left, then the set of others that fills
/// the row most exactly, found by dynamic programming over the tokens of the side that runs out first.
///
/// Among sets of one length the one is kept whose tokens on the other side are nearest to what the examples
/// that are left have in proportion, so that the last rows can be completed as well as the first. Not all
/// that is left can be in the set but a sample of it, spread over all lengths; what a row has room for beyond
/// the sample's reach is filled from such a spread first.
struct ExactFit {
  /// Examples that the sets of one row are made of. More hardly fill rows better and take as much longer.
  private static let sampleSize = 24
  /// A set has about so many examples at most; a row for more is filled up to there first.
  private static let setSize = 8
  /// Lengths of longer rows are rounded up to units, so that a row has about so many of them.
  private static let finestUnits = 1024

  private static let unreachable = Int32.max / 4

  /// Tokens of each example, and of a row, on the side that runs out first and on the other.
  private let primary: [Int]
  private let secondary: [Int]
  private let row: (primary: Int, secondary: Int)
  /// Tokens to a unit of the table.
  private let unit: Int
  /// The examples without a row, the hardest first.
  private var left: [Int]
  /// The sums of what is left.
  private var rest = (primary: 0, secondary: 0)
  private let isSwapped: Bool

  init(_ lengths: [SegmentLengths], row: SegmentLengths) {
    let inputs = lengths.reduce(0) { $0 + $1.inputs }
    let targets = lengths.reduce(0) { $0 + $1.targets }
    isSwapped = Double(targets) / Double(row.targets) > Double(inputs) / Double(row.inputs)
    primary = isSwapped ? lengths.map(\.targets) : lengths.map(\.inputs)
    secondary = isSwapped ? lengths.map(\.inputs) : lengths.map(\.targets)
    self.row = isSwapped ? (row.targets, row.inputs) : (row.inputs, row.targets)
    unit = (self.row.primary + Self.finestUnits - 1) / Self.finestUnits
    let hardness = zip(lengths.indices, lengths).map { _, length in
      max(Double(length.inputs) / Double(row.inputs), Double(length.targets) / Double(row.targets))
    }
    left = lengths.indices.sorted {
      hardness[$0] == hardness[$1] ? $0 < $1 : hardness[$0] > hardness[$1]
    }
    rest = isSwapped ? (targets, inputs) : (inputs, targets)
  }

  /// Fills at most `rowLimit` rows; what is left then goes wherever there still is room.
  mutating func place(rowLimit: Int) -> RowPlacement {
    var placement = RowPlacement()
    var room = RowRoom()
    // A line for each of the sample and one before; the line of goals comes first.
    let capacity = (row.primary / unit + 1) * (Self.sampleSize + 2)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: capacity) { table in
      guard let table = table.baseAddress else { return }
      while !left.isEmpty, placement.rows.count < rowLimit {
        var free = row
        var members: [Int] = []
        take([0], to: &members, &free)
        fillCoarsely(&members, &free)
        take(bestSet(free, table), to: &members, &free)
        placement.rows.append(members.sorted())
        room.add(
          isSwapped
            ? .init(inputs: free.secondary, targets: free.primary)
            : .init(inputs: free.primary, targets: free.secondary))
      }
    }
    for index in left {
      let length =
        isSwapped
        ? SegmentLengths(inputs: secondary[index], targets: primary[index])
        : SegmentLengths(inputs: primary[index], targets: secondary[index])
      if let row = room.take(length) {
        placement.rows[row].append(index)
        placement.rows[row].sort()
      } else {
        placement.unplaced.append(index)
      }
    }
    placement.unplaced.sort()
    return placement
  }

  /// Moves the examples at `places` of what is left, ascending, to a row.
  private mutating func take(
    _ places: [Int], to members: inout [Int], _ free: inout (primary: Int, secondary: Int)
  ) {
    for place in places.reversed() {
      let index = left.remove(at: place)
      members.append(index)
      free.primary -= primary[index]
      free.secondary -= secondary[index]
      rest.primary -= primary[index]
      rest.secondary -= secondary[index]
    }
  }

  /// Fills a row of very many examples until a set can complete it.
  private mutating func fillCoarsely(_ members: inout [Int], _ free: inout (primary: Int, secondary: Int)) {
    let reach = Self.setSize * (rest.primary / max(left.count, 1) + 1)
    let wanted = (free.primary - reach) / max(1, rest.primary / max(left.count, 1))
    if wanted < 1 || left.isEmpty { return }
    var places: [Int] = []
    var room = free
    for number in 0..<min(wanted, left.count) {
      let place = number * left.count / min(wanted, left.count)
      let index = left[place]
      if primary[index] > room.primary || secondary[index] > room.secondary { continue }
      room.primary -= primary[index]
      room.secondary -= secondary[index]
      places.append(place)
    }
    take(places, to: &members, &free)
  }

  /// The places, ascending, of the set that leaves a row the least room.
  ///
  /// Line `k` of the table is about the sets of the first `k` examples of the sample: at place `c` the
  /// secondary tokens of the best set with `c` primary units.
  private func bestSet(_ free: (primary: Int, secondary: Int), _ table: UnsafeMutablePointer<Int32>) -> [Int]
  {
    let units = free.primary / unit
    let fitting = sample(free)
    if units < 1 || fitting.isEmpty { return [] }
    let width = units + 1
    let slope = Double(rest.secondary) / Double(max(rest.primary, 1)) * Double(unit)
    let goals = table
    for place in 0..<width { goals[place] = Int32(min(Double(place) * slope, 1e9)) }
    let table = table + width
    table.update(repeating: Self.unreachable, count: width)
    table[0] = 0
    for (number, place) in fitting.enumerated() {
      let line = table + number * width
      extend(line, to: line + width, width: width, by: left[place], limit: Int32(free.secondary), goals)
    }
    var chosen: [Int] = []
    var place = fullestPlace(table + fitting.count * width, units: units)
    for number in fitting.indices.reversed()
    where table[(number + 1) * width + place] != table[number * width + place] {
      chosen.append(fitting[number])
      place -= unitCount(left[fitting[number]])
    }
    return chosen.reversed()
  }

  /// The place in the table's last line that uses a row best.
  ///
  /// Tokens of the other side count only where it runs out almost as soon: with the eighth power of how tight
  /// it is.
  private func fullestPlace(_ line: UnsafePointer<Int32>, units: Int) -> Int {
    let demand = Double(max(rest.primary, 1)) / Double(row.primary)
    var worth = min(1, Double(rest.secondary) / Double(row.secondary) / demand)
    for _ in 0..<3 { worth *= worth }
    worth /= Double(row.secondary)
    var fullest = (place: 0, value: -1.0)
    for place in 0...units where line[place] < Self.unreachable {
      let value = Double(place * unit) / Double(row.primary) + Double(line[place]) * worth
      if value >= fullest.value { fullest = (place, value) }
    }
    return fullest.place
  }

  /// The places of a sample of what is left and fits, spread evenly.
  private func sample(_ free: (primary: Int, secondary: Int)) -> [Int] {
    let count = min(Self.sampleSize, left.count)
    return (0..<count).map { $0 * left.count / count }.filter {
      primary[left[$0]] <= free.primary && secondary[left[$0]] <= free.secondary
        && unitCount(left[$0]) <= free.primary / unit
    }
  }

  private func unitCount(_ index: Int) -> Int { (primary[index] + unit - 1) / unit }

  /// Writes the next line: at each place the better of the set without an example and that with it.
  private func extend(
    _ old: UnsafeMutablePointer<Int32>, to new: UnsafeMutablePointer<Int32>, width: Int, by index: Int,
    limit: Int32,
    _ goals: UnsafeMutablePointer<Int32>
  ) {
    let length = unitCount(index)
    let addition = Int32(secondary[index])
    new.update(from: old, count: length)
    for place in length..<width {
      let (without, with) = (old[place], old[place - length] &+ addition)
      let (distance, other) = (goals[place] &- without, goals[place] &- with)
      let isNearer = max(other, 0 &- other) < max(distance, 0 &- distance)
      new[place] = with <= limit && isNearer ? with : without
    }
  }
}
