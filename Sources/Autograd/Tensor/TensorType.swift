/// What is known of a tensor before any program runs: element type and shape.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The type of the elements.
  public let element: ElementType
  /// The dimensions.
  public let shape: Shape

  /// A tensor type.
  public init(_ element: ElementType, _ shape: Shape) {
    self.element = element
    self.shape = shape
  }

  /// A float32 tensor of `shape`.
  public static func float32(_ shape: Shape) -> TensorType { TensorType(.float32, shape) }

  /// An int32 tensor of `shape`.
  public static func int32(_ shape: Shape) -> TensorType { TensorType(.int32, shape) }

  /// Size in bytes.
  public var byteCount: Int { shape.count * element.size }

  /// `float32[2, 3]`.
  public var description: String { "\(element.rawValue)\(shape)" }
}
