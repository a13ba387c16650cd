/// The arguments of instructions, which stand behind them.
extension PickleMachine {
  /// The next number, little-endian.
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(TorchFileError) -> Number {
    guard let value = bytes.integer(type, at: position) else { throw malformed("it is cut") }
    position += MemoryLayout<Number>.size
    return value
  }

  /// The next `count` bytes as UTF-8.
  mutating func text(count: Int) throws(TorchFileError) -> String {
    guard count <= Self.longestText, let text = bytes.text(at: position, count: count) else {
      throw malformed("a text is cut, too long or no UTF-8")
    }
    position += count
    return text
  }

  /// The text up to the next line feed: part of a name.
  mutating func line() throws(TorchFileError) -> String {
    for count in 0...255 {
      guard let byte = bytes.integer(UInt8.self, at: position + count) else { break }
      if byte == 0x0A {
        defer { position += 1 }
        return try text(count: count)
      }
    }
    throw malformed("a name is cut or too long")
  }

  /// A number of any size in two's complement, as far as a machine integer holds it.
  mutating func long() throws(TorchFileError) -> Int {
    let count = Int(try number(UInt8.self))
    var value: UInt64 = 0
    var last: UInt8 = 0
    for index in 0..<count {
      last = try number(UInt8.self)
      if index < 8 { value |= UInt64(last) << UInt64(8 * index) }
    }
    if count > 8 { throw malformed("a number is too large") }
    if last >= 0x80, count < 8 { value |= ~0 << UInt64(8 * count) }
    return Int(Int64(bitPattern: value))
  }
}
