/// The checksum of HDF5's metadata: Bob Jenkins's lookup3 (`hashlittle`, burtleburtle.net/bob/c/lookup3.c)
/// from 0.
enum Lookup3 {
  static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBytes { buffer in
      var state = SIMD3<UInt32>(repeating: 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: buffer.count))
      if buffer.isEmpty { return state.z }
      var offset = 0
      while buffer.count - offset > 12 {
        state &+= words(buffer, offset, 12)
        mix(&state)
        offset += 12
      }
      state &+= words(buffer, offset, buffer.count - offset)
      finish(&state)
      return state.z
    }
  }

  /// Three little-endian words from the next `count` bytes, with zeros after them.
  private static func words(_ buffer: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> SIMD3<UInt32> {
    if count == 12 {
      func word(_ index: Int) -> UInt32 {
        UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self))
      }
      return SIMD3(word(0), word(1), word(2))
    }
    var words = SIMD3<UInt32>()
    for index in 0..<count { words[index / 4] |= UInt32(buffer[offset + index]) << UInt32(8 * (index % 4)) }
    return words
  }

  private static func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }

  private static func mix(_ state: inout SIMD3<UInt32>) {
    var (a, b, c) = (state.x, state.y, state.z)
    (a, c) = ((a &- c) ^ rotated(c, 4), c &+ b)
    (b, a) = ((b &- a) ^ rotated(a, 6), a &+ c)
    (c, b) = ((c &- b) ^ rotated(b, 8), b &+ a)
    (a, c) = ((a &- c) ^ rotated(c, 16), c &+ b)
    (b, a) = ((b &- a) ^ rotated(a, 19), a &+ c)
    (c, b) = ((c &- b) ^ rotated(b, 4), b &+ a)
    state = SIMD3(a, b, c)
  }

  private static func finish(_ state: inout SIMD3<UInt32>) {
    var (a, b, c) = (state.x, state.y, state.z)
    c = (c ^ b) &- rotated(b, 14)
    a = (a ^ c) &- rotated(c, 11)
    b = (b ^ a) &- rotated(a, 25)
    c = (c ^ b) &- rotated(b, 16)
    a = (a ^ c) &- rotated(c, 4)
    b = (b ^ a) &- rotated(a, 14)
    c = (c ^ b) &- rotated(b, 24)
    state = SIMD3(a, b, c)
  }
}
