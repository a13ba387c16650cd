/// Little-endian numbers and texts at any place of some bytes; what lies outside them is `nil`, never a trap.
struct LittleEndianBytes {
  private let bytes: UnsafeRawBufferPointer

  /// A view of `bytes`, which must outlive it.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The number of bytes.
  var count: Int { bytes.count }

  /// The number at `offset`.
  func integer<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// The 64-bit number `distance` behind `offset`, where it is a size or a place: half of the machine's
  /// largest integer, so that two of them can be added.
  func size(at offset: Int, _ distance: Int = 0) -> Int? {
    integer(UInt64.self, at: offset + distance).flatMap(Int.init(exactly:)).flatMap {
      $0 <= .max / 2 ? $0 : nil
    }
  }

  /// `count` bytes of UTF-8 at `offset`.
  func text(at offset: Int, count: Int) -> String? {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
    return String(validating: bytes[offset..<(offset + count)], as: UTF8.self)
  }
}
