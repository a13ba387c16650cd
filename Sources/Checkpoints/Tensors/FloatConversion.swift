/// Conversions between `Float` and the 16-bit formats, on bit patterns: the same on every processor.
enum FloatConversion {
  /// The value of a binary16 number; exact, NaN payloads included.
  ///
  /// All three cases are computed and one is chosen, so that a loop over many numbers has no branch in it.
  @inline(__always)
  static func float(fromFloat16 bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF)
    let normal = (magnitude << 13) &+ (112 << 23)
    let special = (magnitude << 13) | 0x7F80_0000
    // Zero, or subnormal: fraction x 2^-24, which is a normal Float.
    let small = (Float(Int32(bitPattern: magnitude)) * 0x1p-24).bitPattern
    let result = magnitude < 0x400 ? small : (magnitude < 0x7C00 ? normal : special)
    return Float(bitPattern: sign | result)
  }

  /// The value of a bfloat16 number; exact.
  @inline(__always)
  static func float(fromBFloat16 bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// The nearest bfloat16 number, ties to even; NaN stays NaN, quiet.
  @inline(__always)
  static func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let quiet = (bits >> 16) | 0x40
    let rounded = (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16
    return UInt16(truncatingIfNeeded: bits & 0x7FFF_FFFF > 0x7F80_0000 ? quiet : rounded)
  }
}

/// Whole ranges of numbers. The loops have neither branches nor checks, so that the compiler makes vector
/// code of them.
extension FloatConversion {
  /// Converts little-endian elements at any alignment; `source` holds one per element of `destination`.
  static func read(
    _ source: UnsafeRawBufferPointer, as type: ElementType,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress else { return }
    let count = min(destination.count, source.count / type.byteCount)
    switch type {
    case .float32:
      #if _endian(little)
        UnsafeMutableRawPointer(to).copyMemory(from: from, byteCount: count * 4)
      #else
        for index in 0..<count {
          let bits = from.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
          to[index] = Float(bitPattern: UInt32(littleEndian: bits))
        }
      #endif
    case .float16:
      for index in 0..<count {
        let bits = from.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
        to[index] = float(fromFloat16: UInt16(littleEndian: bits))
      }
    default:
      for index in 0..<count {
        let bits = from.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
        to[index] = float(fromBFloat16: UInt16(littleEndian: bits))
      }
    }
  }

  /// Rounds to little-endian bfloat16; `destination` holds one per element of `source`.
  static func writeBFloat16(
    _ source: UnsafeBufferPointer<Float>, into destination: UnsafeMutableBufferPointer<UInt16>
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress else { return }
    for index in 0..<min(source.count, destination.count) { to[index] = bfloat16(from[index]).littleEndian }
  }

  /// The first number that is NaN or infinite.
  static func firstNonFinite(_ values: UnsafeBufferPointer<Float>) -> Int? {
    guard let memory = values.baseAddress else { return nil }
    let block = 4096
    for start in stride(from: 0, to: values.count, by: block) {
      let end = min(start + block, values.count)
      // The largest magnitude of a block tells of all its exponents at once.
      var largest: Int32 = 0
      for index in start..<end {
        largest = max(largest, Int32(bitPattern: memory[index].bitPattern & 0x7FFF_FFFF))
      }
      if largest < 0x7F80_0000 { continue }
      return (start..<end).first { !memory[$0].isFinite }
    }
    return nil
  }
}
