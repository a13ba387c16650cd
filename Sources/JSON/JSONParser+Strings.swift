import Diagnostics

extension JSONParser {
  /// Parses a string from its opening quote to past its closing one.
  mutating func parseString() throws(JSONError) -> String {
    index += 1
    let start = index
    var text: [UInt8]?  // only once an escape shows that the bytes cannot be taken as they are
    while true {
      guard let byte = peek else { throw syntaxError(expected: "'\"'") }
      switch byte {
      case UInt8(ascii: "\""):
        let raw = text ?? Array(bytes[start..<index])
        guard let string = String(validating: raw, as: UTF8.self) else {
          throw .syntax(location: location, found: "a string that is not UTF-8", expected: "UTF-8 text")
        }
        index += 1
        return string
      case UInt8(ascii: "\\"):
        if text == nil { text = Array(bytes[start..<index]) }
        index += 1
        let scalar = try parseEscape()
        text?.append(contentsOf: Array(String(Character(scalar)).utf8))
      case 0..<0x20:
        throw syntaxError(expected: "an escaped control character")
      default:
        text?.append(byte)
        index += 1
      }
    }
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = peek else { throw syntaxError(expected: "an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default:
      index -= 1
      throw syntaxError(expected: "an escape (one of \" \\ / b f n r t u)")
    }
  }

  /// A lone surrogate becomes U+FFFD, as in most readers; data in the wild has them.
  private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let unit = try parseHexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let isHigh = (0xD800..<0xDC00).contains(unit)
    if isHigh, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    {
      let rewind = index
      index += 2
      let low = try parseHexadecimal()
      if (0xDC00..<0xE000).contains(low) {
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
      }
      index = rewind
    }
    return "\u{FFFD}"
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw syntaxError(expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
