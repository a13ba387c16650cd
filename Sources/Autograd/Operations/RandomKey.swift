/// The key of a program's random numbers: an int32 tensor `[3]` with the low and high half of the seed and
/// the step.
public enum RandomKey {
  /// The key's type.
  public static let type = TensorType.int32([3])

  /// The key of a step.
  public static func elements(seed: UInt64, step: Int) -> [Int32] {
    [
      Int32(truncatingIfNeeded: seed), Int32(truncatingIfNeeded: seed >> 32), Int32(truncatingIfNeeded: step),
    ]
  }
}
