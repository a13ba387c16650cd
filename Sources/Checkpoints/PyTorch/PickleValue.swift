/// A value of a pickle: what a file of tensors is made of, and nothing else.
///
/// Containers and tensors are numbers of places in their `PickleMachine`: no nesting of values, however deep
/// and however often shared, is ever walked through or taken apart.
enum PickleValue: Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case float
  case text(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case name(PickleName)
  case storage(PickledStorage)
  case tensor(Int)

  /// What it is, for messages.
  var kind: String {
    switch self {
    case .null: "None"
    case .boolean: "a truth value"
    case .integer: "a number"
    case .float: "a number with a fraction"
    case .text: "a text"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .name(let name): "'\(name.text)'"
    case .storage: "a storage"
    case .tensor: "a tensor"
    }
  }
}

/// The names that a pickle may mention: how PyTorch puts tensors together. None of them is ever called; what
/// they would do is done here.
enum PickleName: Hashable {
  case orderedDictionary
  /// `_rebuild_tensor(storage, offset, shape, strides)`, and the second version, which appends what training
  /// needs.
  case rebuildTensor
  /// `_rebuild_parameter(tensor, requires_grad, hooks)`, and the version that appends a state.
  case rebuildParameter
  case storageType(ElementType)

  /// By module and name, with a space between: the same letters may be cut in two elsewhere.
  private static let names: [String: PickleName] = [
    "collections OrderedDict": .orderedDictionary,
    "torch._utils _rebuild_tensor": .rebuildTensor, "torch._utils _rebuild_tensor_v2": .rebuildTensor,
    "torch._utils _rebuild_parameter": .rebuildParameter,
    "torch._utils _rebuild_parameter_with_state": .rebuildParameter,
    "torch DoubleStorage": .storageType(.float64), "torch FloatStorage": .storageType(.float32),
    "torch HalfStorage": .storageType(.float16), "torch BFloat16Storage": .storageType(.bfloat16),
    "torch LongStorage": .storageType(.int64), "torch IntStorage": .storageType(.int32),
    "torch ShortStorage": .storageType(.int16), "torch CharStorage": .storageType(.int8),
    "torch ByteStorage": .storageType(.uint8), "torch BoolStorage": .storageType(.boolean),
  ]

  /// The name, where a pickle of tensors may mention it.
  init?(module: String, name: String) {
    guard let known = Self.names["\(module) \(name)"] else { return nil }
    self = known
  }

  /// The name as the file has it.
  var text: String {
    Self.names.filter { $0.value == self }.keys.min().map { $0.split(separator: " ").joined(separator: ".") }
      ?? ""
  }
}

/// A run of elements that tensors are views of.
struct PickledStorage: Hashable {
  /// The type of its elements.
  var elementType: ElementType
  /// Which of the file's storages it is.
  var key: String
  /// The number of its elements.
  var count: Int
}

/// A tensor as a pickle describes it: a view of a storage.
struct PickledTensor: Equatable {
  var storage: PickledStorage
  /// The number of its first element in the storage.
  var offset: Int
  /// The dimensions, outermost first.
  var shape: [Int]
  /// Elements of the storage from one index to the next, by dimension.
  var strides: [Int]
}
