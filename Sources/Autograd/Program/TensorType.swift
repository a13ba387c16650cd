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

/// The type of a tensor's elements.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 single precision: all arithmetic of a model.
  case float32
  /// Signed 32-bit whole numbers: token ids, segment ids, positions, and truth values (0 or 1).
  case int32

  /// Bytes per element.
  public var size: Int { 4 }
}

/// The static dimensions of a tensor, outermost first; row-major in memory.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The dimensions; empty for a scalar.
  public let dimensions: [Int]

  /// A shape of `dimensions`.
  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  /// A shape of the listed dimensions; `[]` is a scalar.
  public init(arrayLiteral elements: Int...) { dimensions = elements }

  /// The shape of a scalar.
  public static let scalar = Shape([])

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The number of elements.
  public var count: Int { dimensions.reduce(1, *) }

  /// The dimension at `axis`; negative axes count from the end.
  public subscript(axis: Int) -> Int { dimensions[axis < 0 ? axis + rank : axis] }

  /// The innermost dimension; 1 for a scalar.
  public var innermost: Int { dimensions.last ?? 1 }

  /// The product of all dimensions but the innermost.
  public var outerCount: Int { dimensions.dropLast().reduce(1, *) }

  /// The same shape with another dimension at `axis`; negative axes count from the end.
  public func replacing(_ axis: Int, with size: Int) -> Shape {
    var changed = dimensions
    changed[axis < 0 ? axis + rank : axis] = size
    return Shape(changed)
  }

  /// The shape without the dimensions at `axes`.
  public func removing(_ axes: [Int]) -> Shape {
    Shape(dimensions.indices.filter { !axes.contains($0) }.map { dimensions[$0] })
  }

  /// Distance in elements between neighbours along each axis.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }
}

extension Shape: CustomStringConvertible {
  /// `[2, 3]`.
  public var description: String { "\(dimensions)" }
}
