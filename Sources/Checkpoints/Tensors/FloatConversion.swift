/// Conversions between `Float` and the 16-bit formats, on bit patterns: the same on every processor.
enum FloatConversion {
  /// The value of a binary16 number; exact, NaN payloads included.
  static func float(fromFloat16 bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero, or subnormal: fraction x 2^-24, which is a normal Float.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The value of a bfloat16 number; exact.
  static func float(fromBFloat16 bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// The nearest bfloat16 number, ties to even; NaN stays NaN, quiet.
  static func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    let rounding = 0x7FFF + (bits >> 16 & 1)
    return UInt16(truncatingIfNeeded: (bits &+ rounding) >> 16)
  }

  /// Converts little-endian elements at any alignment; `source` holds one per element of `destination`.
  static func read(
    _ source: UnsafeRawBufferPointer, as type: ElementType,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    switch type {
    case .float32:
      #if _endian(little)
        UnsafeMutableRawBufferPointer(destination).copyMemory(from: source)
      #else
        for index in destination.indices {
          let bits = source.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
          destination[index] = Float(bitPattern: UInt32(littleEndian: bits))
        }
      #endif
    case .float16:
      for index in destination.indices {
        let bits = source.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        destination[index] = float(fromFloat16: UInt16(littleEndian: bits))
      }
    default:
      for index in destination.indices {
        let bits = source.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        destination[index] = float(fromBFloat16: UInt16(littleEndian: bits))
      }
    }
  }
}
