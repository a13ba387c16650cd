// Arithmetic of StableHLO, element by element.

extension HLOValue {
  /// Operations of two tensors of one type.
  enum Binary: String {
    case add, subtract, multiply, divide, maximum, minimum, and, or, xor
    case shiftLeft = "shift_left"
    case shiftRight = "shift_right_logical"
  }

  /// Operations of one tensor.
  enum Unary: String {
    case abs, cosine, exponential, log, logistic, rsqrt, sine, sqrt, tanh
    case isFinite = "is_finite"
    case roundToEven = "round_nearest_even"
    case errorFunction = "erf"
  }

  /// Comparisons.
  enum Relation: String {
    case equal = "EQ"
    case notEqual = "NE"
    case less = "LT"
    case lessOrEqual = "LE"
    case greater = "GT"
    case greaterOrEqual = "GE"
  }

  /// An operation of this tensor and another.
  func binary(_ operation: Binary, _ other: HLOValue) -> HLOValue {
    precondition(type == other.type, "\(operation) of \(type) and \(other.type)")
    return emitter.value(type, "stablehlo.\(operation.rawValue) \(name), \(other.name) : \(type)")
  }

  /// An operation of this tensor.
  func unary(_ operation: Unary) -> HLOValue {
    switch operation {
    case .isFinite:
      let result = type(of: .predicate)
      return emitter.value(result, "stablehlo.is_finite \(name) : (\(type)) -> \(result)")
    // Of a second dialect, which every plug-in that reads StableHLO knows as well.
    case .errorFunction: return emitter.value(type, "chlo.erf \(name) : \(type) -> \(type)")
    default: return emitter.value(type, "stablehlo.\(operation.rawValue) \(name) : \(type)")
    }
  }

  static func + (a: HLOValue, b: HLOValue) -> HLOValue { a.binary(.add, b) }
  static func - (a: HLOValue, b: HLOValue) -> HLOValue { a.binary(.subtract, b) }
  static func * (a: HLOValue, b: HLOValue) -> HLOValue { a.binary(.multiply, b) }
  static func / (a: HLOValue, b: HLOValue) -> HLOValue { a.binary(.divide, b) }

  /// Each element times a constant.
  func scaled(by factor: Float) -> HLOValue { self * filled(factor) }

  /// Each element plus a constant.
  func offset(by amount: Float) -> HLOValue { self + filled(amount) }

  /// A float32 tensor of this one's shape whose elements are all `number`.
  func filled(_ number: Float) -> HLOValue { emitter.constant(number, dimensions) }

  /// A tensor of this one's type whose elements are all the whole number `number`.
  func filled(whole number: Int) -> HLOValue { emitter.constant(number, type.element, dimensions) }

  /// Where a comparison with another tensor of the same type holds.
  func compared(_ relation: Relation, to other: HLOValue) -> HLOValue {
    precondition(type == other.type, "comparison of \(type) and \(other.type)")
    let result = type(of: .predicate)
    let kind = type.element.comparison
    return emitter.value(
      result,
      "stablehlo.compare \(relation.rawValue), \(name), \(other.name), \(kind) : (\(type), \(other.type)) -> \(result)"
    )
  }

  /// Elements of `chosen` where this truth value holds, else of `other`.
  func select(_ chosen: HLOValue, else other: HLOValue) -> HLOValue {
    emitter.value(
      chosen.type, "stablehlo.select \(name), \(chosen.name), \(other.name) : \(type), \(chosen.type)")
  }

  /// The same numbers as another type.
  func converted(to element: HLOElement) -> HLOValue {
    if element == type.element { return self }
    let result = type(of: element)
    return emitter.value(result, "stablehlo.convert \(name) : (\(type)) -> \(result)")
  }

  /// The same bits as another type of as many bits.
  func bits(as element: HLOElement) -> HLOValue {
    let result = type(of: element)
    return emitter.value(result, "stablehlo.bitcast_convert \(name) : (\(type)) -> \(result)")
  }
}
