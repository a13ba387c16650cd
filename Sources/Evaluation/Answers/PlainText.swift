/// Text as a sequence of Unicode scalars, where no two spellings of a letter are the same: exact match means
/// equal bytes, as it does for those who published scores.
enum PlainText {
  /// `text` without white space at its ends.
  static func stripped(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// `text` without white space at its end.
  static func strippedAtEnd(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let last = scalars.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(String.UnicodeScalarView(scalars[...last]))
  }

  /// The words of `text`: what stands between white space.
  static func words(_ text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: isSpace).map { String(String.UnicodeScalarView($0)) }
  }

  /// Whether both are the same bytes.
  static func areEqual(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  /// What follows the last `phrase` in `text`; `nil` where it does not occur.
  static func afterLast(_ phrase: String, in text: String) -> String? {
    let (bytes, wanted) = (Array(text.utf8), Array(phrase.utf8))
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
    for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
    where bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted) {
      return String(decoding: bytes[(start + wanted.count)...], as: UTF8.self)
    }
    return nil
  }

  /// `text` without its last scalar, if that is one of `marks`.
  static func droppingLast(_ text: String, ifIn marks: String) -> String {
    guard let last = text.unicodeScalars.last, marks.unicodeScalars.contains(last) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropLast()))
  }

  /// `text` without its first scalar, if that is one of `marks`.
  static func droppingFirst(_ text: String, ifIn marks: String) -> String {
    guard let first = text.unicodeScalars.first, marks.unicodeScalars.contains(first) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
  }

  /// The content of `text` if it is a pair of parentheses around something, else `text`.
  static func withoutParentheses(_ text: String) -> String {
    guard text.utf8.count > 2, text.utf8.first == UInt8(ascii: "("), text.utf8.last == UInt8(ascii: ")")
    else {
      return text
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst().dropLast()))
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }
}
