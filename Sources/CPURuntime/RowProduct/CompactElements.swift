import Autograd
import CInstructions

/// How the elements of `CompactRows` are read: eight of each of four rows, which lie together.
protocol CompactElements {
  /// Bytes of the eight elements of all four rows.
  static var groupBytes: Int { get }

  /// Elements of the first two rows, one's behind the other's, and of the last two.
  /// - Parameter steps: what `steps(_:)` gives of the rows.
  static func pairs(_ group: UnsafeRawPointer, _ steps: (FloatVector, FloatVector)) -> (
    FloatVector, FloatVector
  )

  /// Elements of one of the four rows.
  static func row(_ row: Int, _ group: UnsafeRawPointer, step: Float) -> SIMD8<Float>
}

extension CompactElements {
  /// The steps of four rows as `pairs` takes them.
  /// - Parameter steps: `nil` where the format has none.
  @_transparent
  static func spread(_ steps: UnsafePointer<Float>?) -> (FloatVector, FloatVector) {
    guard let steps else { return (.zero, .zero) }
    return (
      FloatVector(lowHalf: SIMD8(repeating: steps[0]), highHalf: SIMD8(repeating: steps[1])),
      FloatVector(lowHalf: SIMD8(repeating: steps[2]), highHalf: SIMD8(repeating: steps[3]))
    )
  }
}

/// Elements of 16 bits, the upper half of a float32: each word has an element of one of the first two rows in
/// its lower half and one of the last two in its upper half.
enum BFloat16Elements: CompactElements {
  static let groupBytes = 64

  @_transparent
  static func pairs(_ group: UnsafeRawPointer, _ steps: (FloatVector, FloatVector)) -> (
    FloatVector, FloatVector
  ) {
    let words = group.loadUnaligned(as: SIMD16<UInt32>.self)
    return (
      unsafeBitCast(words &<< 16, to: FloatVector.self),
      unsafeBitCast(words & 0xFFFF_0000, to: FloatVector.self)
    )
  }

  @_transparent
  static func row(_ row: Int, _ group: UnsafeRawPointer, step: Float) -> SIMD8<Float> {
    let words = (group + row % 2 * 32).loadUnaligned(as: SIMD8<UInt32>.self)
    return unsafeBitCast(row < 2 ? words &<< 16 : words & 0xFFFF_0000, to: SIMD8<Float>.self)
  }
}

/// Elements of 8 bits, times their row's step.
enum Int8Elements: CompactElements {
  static let groupBytes = 32

  @_transparent
  static func pairs(_ group: UnsafeRawPointer, _ steps: (FloatVector, FloatVector)) -> (
    FloatVector, FloatVector
  ) {
    (
      floatsOfBytes(group.loadUnaligned(as: SIMD16<Int8>.self)) * steps.0,
      floatsOfBytes((group + 16).loadUnaligned(as: SIMD16<Int8>.self)) * steps.1
    )
  }

  @_transparent
  static func row(_ row: Int, _ group: UnsafeRawPointer, step: Float) -> SIMD8<Float> {
    floatsOfEightBytes((group + row * 8).loadUnaligned(as: SIMD8<Int8>.self)) * step
  }
}
