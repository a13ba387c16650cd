import Foundation

/// The sentinel names `<extra_id_0>`, `<extra_id_1>`, ... that mark masked spans, and where they are in a
/// text.
struct Sentinels: Sendable {
  /// More than any model has; keeps every id far from overflow.
  static let maximumCount = 10_000

  private static let opening = Array("<extra_id_".utf8)
  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  /// How many there are; their numbers are `0..<count`.
  let count: Int

  /// The name of the sentinel with this number.
  static func name(_ number: Int) -> String { "<extra_id_\(number)>" }

  /// The number of the sentinel with this name; `nil` for any other text, and beyond `maximumCount`.
  static func number(named text: String) -> Int? {
    guard text.hasPrefix("<extra_id_"), text.utf8.count <= 16 else { return nil }
    guard let number = Int(text.dropFirst(10).dropLast()),
      (0..<maximumCount).contains(number)
    else { return nil }
    return name(number) == text ? number : nil
  }

  /// The first sentinel at or after byte `start`.
  /// - Returns: its number and the byte range of its name.
  func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (number: Int, range: Range<Int>)? {
    guard count > 0, let base = text.baseAddress else { return nil }
    var position = start
    while position < text.count {
      guard let hit = memchr(base + position, Int32(Self.less), text.count - position) else { return nil }
      position = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if let (number, end) = sentinel(in: text, at: position) { return (number, position..<end) }
      position += 1
    }
    return nil
  }

  private func sentinel(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> (number: Int, end: Int)? {
    var position = start + Self.opening.count
    guard position < text.count else { return nil }
    for (offset, byte) in Self.opening.enumerated() where text[start + offset] != byte { return nil }
    let firstDigit = position
    var number = 0
    while position < text.count, Self.digits.contains(text[position]) {
      number = number * 10 + Int(text[position] - Self.digits.lowerBound)
      // A leading zero spells no number: `<extra_id_07>` is plain text.
      if number >= count || (position > firstDigit && text[firstDigit] == Self.digits.lowerBound) {
        return nil
      }
      position += 1
    }
    guard position > firstDigit, position < text.count, text[position] == Self.greater else { return nil }
    return (number, position + 1)
  }
}

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
