import Foundation

/// What `Replace` and `Split` look for.
enum TextPattern: Sendable {
  /// A text; not an empty one.
  case literal([UInt8])
  /// A run of at least so many characters of a class, and of at most so many.
  case run(CharacterClass, atLeast: Int, atMost: Int)
  /// A run of at least so many spaces (U+0020).
  case spaces(atLeast: Int)
  /// The words of a pattern that covers everything.
  case words(WordPattern)

  /// The regular expressions that are known beside those of `WordPattern`.
  static let known: [(text: String, pattern: TextPattern)] = [
    (#"\p{N}"#, .run(.number, atLeast: 1, atMost: 1)), (#"\p{N}{1,3}"#, .run(.number, atLeast: 1, atMost: 3)),
    (#"\p{N}+"#, .run(.number, atLeast: 1, atMost: .max)), (#"\s+"#, .run(.space, atLeast: 1, atMost: .max)),
    (#"\s"#, .run(.space, atLeast: 1, atMost: 1)), (" {2,}", .spaces(atLeast: 2)),
    (" +", .spaces(atLeast: 1)), (" ", .spaces(atLeast: 1)),
  ]

  /// The first match at or after a position; none is empty.
  func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    guard let view = TextView(text), start < view.count else { return nil }
    switch self {
    case .literal(let sought): return Self.first(sought, in: view, from: start)
    case .words(let pattern): return start..<pattern.end(of: view, from: start)
    case .spaces(let least):
      var position = start
      while let from = Self.first([UInt8(ascii: " ")], in: view, from: position)?.lowerBound {
        var end = from
        while end < view.count, view[end] == UInt8(ascii: " ") { end += 1 }
        if end - from >= least { return from..<end }
        position = end
      }
      return nil
    case .run(let kind, let least, let most):
      var position = start
      while position < view.count {
        var (end, found) = (position, 0)
        while end < view.count, found < most {
          let (here, length) = view.character(at: end)
          if here.isDisjoint(with: kind) { break }
          end += length
          found += 1
        }
        if found >= least { return position..<end }
        position = max(end, position + view.character(at: position).length)
      }
      return nil
    }
  }

  private static func first(_ sought: [UInt8], in view: TextView, from start: Int) -> Range<Int>? {
    var position = start
    while position + sought.count <= view.count,
      let hit = memchr(view.base + position, Int32(sought[0]), view.count - position)
    {
      position = UnsafeRawPointer(hit) - UnsafeRawPointer(view.base)
      if position + sought.count > view.count { return nil }
      if memcmp(view.base + position, sought, sought.count) == 0 { return position..<position + sought.count }
      position += 1
    }
    return nil
  }

  /// Appends a text with something in the place of each match.
  func replaceAll(
    in text: UnsafeBufferPointer<UInt8>, with replacement: [UInt8], to output: GrowingBuffer<UInt8>
  ) {
    guard let base = text.baseAddress else { return }
    var copied = 0
    while let match = first(in: text, from: copied) {
      output.append(contentsOf: base + copied, count: match.lowerBound - copied)
      replacement.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { output.append(contentsOf: start, count: bytes.count) }
      }
      copied = match.upperBound
    }
    output.append(contentsOf: base + copied, count: text.count - copied)
  }

  /// Where the white space at the start ends.
  static func endOfLeadingSpaces(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let view = TextView(text) else { return 0 }
    return view.endOfRun(from: 0, ofAny: .space)
  }

  /// Where the white space at the end starts.
  static func startOfTrailingSpaces(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let view = TextView(text) else { return 0 }
    var end = view.count
    while end > 0 {
      var start = end - 1
      while start > 0, view[start] & 0xC0 == 0x80 { start -= 1 }
      if !view.character(at: start).kind.contains(.space) { return end }
      end = start
    }
    return 0
  }
}
