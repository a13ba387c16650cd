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
