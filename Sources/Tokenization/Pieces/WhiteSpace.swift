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
