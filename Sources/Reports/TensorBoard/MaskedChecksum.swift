/// CRC-32C (Castagnoli), masked as in TFRecord files: rotated right by 15 bits, plus a constant, so that the
/// checksum of data that holds checksums stays a good one.
enum MaskedChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
  }

  static func crc32C(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { checksum, byte in
      checksum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)]
    }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = crc32C(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
