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
