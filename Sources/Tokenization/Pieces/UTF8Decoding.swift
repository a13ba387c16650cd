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
