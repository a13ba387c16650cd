/// Which ids the sentinels have, and which sentinel an id is.
struct SentinelIDs: Sendable {
  /// By number.
  let ids: [Int32]
  private let lowest: Int
  /// The numbers of the ids from `lowest` on; -1 for an id between that is no sentinel's.
  private let numbers: [Int32]

  /// Sentinels with ids of any order; none is negative, none stands twice.
  init(_ ids: [Int32]) {
    self.ids = ids
    lowest = Int(ids.min() ?? 0)
    var numbers = [Int32](repeating: -1, count: ids.isEmpty ? 0 : Int(ids.max() ?? 0) - lowest + 1)
    for (number, id) in ids.enumerated() { numbers[Int(id) - lowest] = Int32(number) }
    self.numbers = numbers
  }

  /// Sentinels after `pieces` pieces, the first of them last, as T5 has them.
  init(count: Int, after pieces: Int) {
    self.init((0..<count).map { Int32(pieces + count - 1 - $0) })
  }

  /// One more than the highest id; 0 without sentinels.
  var end: Int { lowest + numbers.count }

  /// The number in a sentinel's name; `nil` for an id that is no sentinel's.
  func number(of id: Int32) -> Int? {
    let index = Int(id) - lowest
    guard numbers.indices.contains(index), numbers[index] >= 0 else { return nil }
    return Int(numbers[index])
  }
}
