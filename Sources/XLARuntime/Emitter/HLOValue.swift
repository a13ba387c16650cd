import Autograd

/// The element types that programs are lowered to.
enum HLOElement: String, Sendable {
  case float32 = "f32"
  case bfloat16 = "bf16"
  case int32 = "i32"
  case uint32 = "ui32"
  case uint64 = "ui64"
  /// A truth value.
  case predicate = "i1"

  /// The element type of a program's tensors.
  init(_ element: ElementType) {
    switch element {
    case .float32: self = .float32
    case .int32: self = .int32
    }
  }

  /// How comparisons read the elements.
  var comparison: String {
    switch self {
    case .float32, .bfloat16: "FLOAT"
    case .int32: "SIGNED"
    case .uint32, .uint64, .predicate: "UNSIGNED"
    }
  }
}

/// A tensor's type in StableHLO: `tensor<2x3xf32>`.
struct HLOType: Hashable, Sendable, CustomStringConvertible {
  /// The dimensions; empty for a scalar.
  var dimensions: [Int]
  /// The type of the elements.
  var element: HLOElement

  init(_ dimensions: [Int], _ element: HLOElement) {
    (self.dimensions, self.element) = (dimensions, element)
  }

  /// The type of a program's tensor.
  init(_ type: TensorType) { self.init(type.shape.dimensions, HLOElement(type.element)) }

  var description: String {
    "tensor<" + (dimensions.map(String.init) + [element.rawValue]).joined(separator: "x") + ">"
  }
}

/// A value of the StableHLO text that is being written. Arithmetic on values adds lines to the text of their emitter.
struct HLOValue {
  /// The emitter whose text it belongs to.
  let emitter: Emitter
  /// Its name in the text: `%12`, or `%12#1` for one of several results.
  let name: String
  /// Its type.
  let type: HLOType

  /// The dimensions.
  var dimensions: [Int] { type.dimensions }
  /// The number of axes.
  var rank: Int { type.dimensions.count }
  /// The number of elements.
  var count: Int { type.dimensions.reduce(1, *) }

  /// The type of the same shape with other elements.
  func type(of element: HLOElement) -> HLOType { HLOType(dimensions, element) }
}
