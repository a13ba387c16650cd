/// A binary heap of the places of pairs by rank, then by place.
final class PairHeap {
  /// The rank in the upper half, the place in the lower one.
  private let entries = GrowingBuffer<UInt64>()

  /// Empties the heap and makes room.
  func removeAll(room: Int) {
    entries.count = 0
    entries.reserve(room)
  }

  /// Adds an entry without keeping the order, which `order` makes.
  func add(rank: UInt32, _ place: Int) {
    entries.reserve(1)
    entries.append(UInt64(rank) << 32 | UInt64(place))
  }

  /// Makes the order of what `add` has added.
  func order() {
    for index in (0..<entries.count / 2).reversed() { moveDown(index) }
  }

  /// Adds an entry.
  func push(rank: UInt32, _ place: Int) {
    add(rank: rank, place)
    let base = entries.base
    var index = entries.count - 1
    let entry = base[index]
    while index > 0, base[(index - 1) / 2] > entry {
      base[index] = base[(index - 1) / 2]
      index = (index - 1) / 2
    }
    base[index] = entry
  }

  /// Takes out the entry of the lowest rank, of several the one of the lowest place.
  func popLowest() -> (rank: UInt32, place: Int)? {
    if entries.count == 0 { return nil }
    let lowest = entries.base[0]
    entries.count -= 1
    if entries.count > 0 {
      entries.base[0] = entries.base[entries.count]
      moveDown(0)
    }
    return (UInt32(lowest >> 32), Int(lowest & 0xFFFF_FFFF))
  }

  private func moveDown(_ start: Int) {
    let (base, count) = (entries.base, entries.count)
    let entry = base[start]
    var index = start
    while true {
      var child = 2 * index + 1
      if child >= count { break }
      if child + 1 < count, base[child + 1] < base[child] { child += 1 }
      if entry <= base[child] { break }
      base[index] = base[child]
      index = child
    }
    base[index] = entry
  }
}
