/// The type of a tensor's elements.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 single precision: all arithmetic of a model.
  case float32
  /// Signed 32-bit whole numbers: token ids, segment ids, positions, and truth values (0 or 1).
  case int32

  /// Bytes per element.
  public var size: Int { 4 }
}
