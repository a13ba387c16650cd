import CZlib

/// What a piece of a dataset went through when it was written (HDF5 file format specification 3.0, IV.A.2.l).
enum HDF5Filter: Int {
  /// zlib.
  case deflate = 1
  /// First all first bytes of the numbers, then all second ones.
  case shuffle = 2
  /// A checksum of four bytes behind.
  case fletcher32 = 3

  /// Reads a message of filters, of version 2; none is none.
  /// - Throws: `HDF5Error`, which names what is not written.
  static func read(_ block: HDF5Block?, elementSize: Int) throws(HDF5Error) -> [HDF5Filter] {
    guard var block else { return [] }
    try block.expect(2, "version")
    var filters: [HDF5Filter] = []
    for _ in 0..<(try block.byte()) {
      let start = block
      let number = try block.short()
      guard let filter = HDF5Filter(rawValue: number), !filters.contains(filter) else {
        throw start.foreign(number <= 3 ? "a filter twice" : "a filter of number \(number)")
      }
      _ = try block.short()
      let count = try block.short()
      let value = count == 0 ? 0 : try block.word()
      if count > 1 || (filter == .shuffle && value != elementSize) {
        throw start.foreign("a filter with other settings")
      }
      filters.append(filter)
    }
    return filters
  }

  /// Undoes the filters of a piece.
  /// - Parameter mask: filters that were left out when it was written, by their order; only compression ever
  ///   is.
  /// - Returns: `nil` where what comes out is not `byteCount` bytes, or not what the checksum says.
  static func undo(
    _ filters: [HDF5Filter], mask: Int, of stored: [UInt8], elementSize: Int, byteCount: Int
  ) -> [UInt8]? {
    let isCompressed = mask == 0
    if !isCompressed, mask != filters.firstIndex(of: .deflate).map({ 1 << $0 }) { return nil }
    var bytes = stored
    for filter in filters.reversed() {
      switch filter {
      case .fletcher32:
        guard bytes.count >= 4 else { return nil }
        let sum = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        bytes.removeLast(4)
        if Fletcher32.checksum(of: bytes) != sum { return nil }
      case .deflate:
        if !isCompressed { continue }
        guard let inflated = inflated(bytes, byteCount: byteCount) else { return nil }
        bytes = inflated
      case .shuffle:
        bytes = unshuffled(bytes, elementSize: elementSize)
      }
    }
    return bytes.count == byteCount ? bytes : nil
  }

  private static func inflated(_ bytes: [UInt8], byteCount: Int) -> [UInt8]? {
    var isWhole = false
    let inflated = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
      var (written, read) = (uLongf(byteCount), uLong(bytes.count))
      let status = uncompress2(buffer.baseAddress, &written, bytes, &read)
      initialized = status == Z_OK ? Int(written) : 0
      isWhole = status == Z_OK && read == bytes.count
    }
    return isWhole ? inflated : nil
  }

  private static func unshuffled(_ bytes: [UInt8], elementSize: Int) -> [UInt8] {
    let count = bytes.count / elementSize
    if elementSize == 1 || count == 0 { return bytes }
    // Bytes beyond the last whole number stay where they are.
    var result = bytes
    bytes.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { result in
        for place in 0..<elementSize {
          for index in 0..<count { result[index * elementSize + place] = source[place * count + index] }
        }
      }
    }
    return result
  }
}

/// Fletcher's checksum of 16-bit words with the high byte first, as HDF5 has it.
enum Fletcher32 {
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var (first, second): (UInt32, UInt32) = (0, 0)
    func fold(_ sum: UInt32) -> UInt32 { (sum & 0xFFFF) + (sum >> 16) }
    bytes.withUnsafeBufferPointer { bytes in
      let whole = bytes.count & ~1
      var offset = 0
      while offset < whole {
        // So many words leave the sums below 2^32.
        let end = min(whole, offset + 720)
        while offset < end {
          first &+= UInt32(bytes[offset]) << 8 | UInt32(bytes[offset + 1])
          second &+= first
          offset += 2
        }
        (first, second) = (fold(first), fold(second))
      }
      if whole < bytes.count {
        first &+= UInt32(bytes[whole]) << 8
        second &+= first
        (first, second) = (fold(first), fold(second))
      }
    }
    return fold(second) << 16 | fold(first)
  }
}
