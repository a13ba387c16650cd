/// Finds scalars in bytes that may not be valid UTF-8.
enum UTF8Decoding {
  /// The number of bytes that a lead byte announces; 1 for a byte that leads nothing.
  @inline(__always)
  static func announcedLength(_ lead: UInt8) -> Int {
    if lead < 0xC0 { return 1 }
    if lead < 0xE0 { return 2 }
    if lead < 0xF0 { return 3 }
    return lead < 0xF8 ? 4 : 1
  }

  /// The scalar whose encoding starts at `position`, which must be inside `bytes`.
  /// - Returns: the scalar and the length of its encoding, 1...4; `nil` if the bytes there are no valid UTF-8
  ///   (truncated, overlong, a surrogate, or above U+10FFFF).
  static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let lead = bytes[position]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let length = announcedLength(lead)
    guard length > 1, position + length <= bytes.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = bytes[position + offset]
      if next & 0xC0 != 0x80 { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}

/// White space as Python's `str.strip` has it: Unicode's, and the four separators U+001C...U+001F.
private func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
  (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
}

extension UnsafeBufferPointer<UInt8> {
  /// The part of a range of UTF-8 after its leading white space.
  func droppingLeadingWhiteSpace(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound, let (scalar, length) = UTF8Decoding.scalar(in: self, at: start),
      isWhiteSpace(scalar)
    {
      start += length
    }
    return Swift.min(start, range.upperBound)..<range.upperBound
  }

  /// The part of a range of UTF-8 before its trailing white space.
  func droppingTrailingWhiteSpace(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound {
      var start = end - 1
      while start > range.lowerBound, self[start] & 0xC0 == 0x80 { start -= 1 }
      guard let (scalar, length) = UTF8Decoding.scalar(in: self, at: start), start + length == end,
        isWhiteSpace(scalar)
      else { break }
      end = start
    }
    return range.lowerBound..<end
  }
}

extension String {
  /// The text without leading and trailing white space.
  var trimmingWhiteSpace: String {
    let scalars = unicodeScalars.drop(while: isWhiteSpace)
    guard let last = scalars.lastIndex(where: { !isWhiteSpace($0) }) else { return "" }
    return String(scalars[...last])
  }
}
