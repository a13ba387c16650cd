// Shapes, and what combines elements along axes.

extension HLOValue {
  /// This tensor's axes as those at `axes` of a larger shape.
  func broadcast(_ axes: [Int], to dimensions: [Int]) -> HLOValue {
    if self.dimensions == dimensions { return self }
    let result = HLOType(dimensions, type.element)
    return emitter.value(
      result, "stablehlo.broadcast_in_dim \(name), dims = \(axes) : (\(type)) -> \(result)")
  }

  /// A scalar repeated.
  func broadcast(to dimensions: [Int]) -> HLOValue { broadcast([], to: dimensions) }

  /// The same elements in the same order.
  func reshaped(to dimensions: [Int]) -> HLOValue {
    if self.dimensions == dimensions { return self }
    let result = HLOType(dimensions, type.element)
    return emitter.value(result, "stablehlo.reshape \(name) : (\(type)) -> \(result)")
  }

  /// The axes in another order: axis `i` of the result is axis `order[i]` here.
  func transposed(_ order: [Int]) -> HLOValue {
    if order == Array(0..<rank) { return self }
    let result = HLOType(order.map { dimensions[$0] }, type.element)
    return emitter.value(result, "stablehlo.transpose \(name), dims = \(order) : (\(type)) -> \(result)")
  }

  /// The places `range` along an axis.
  func sliced(_ axis: Int, _ range: Range<Int>) -> HLOValue {
    if range == 0..<dimensions[axis] { return self }
    var result = type
    result.dimensions[axis] = range.count
    let ranges = dimensions.indices.map {
      $0 == axis ? "\(range.lowerBound):\(range.upperBound)" : "0:\(dimensions[$0])"
    }
    return emitter.value(
      result, "stablehlo.slice \(name) [\(ranges.joined(separator: ", "))] : (\(type)) -> \(result)")
  }

  /// This tensor with copies of `number`, or of its whole part, before and behind along an axis.
  func padded(_ axis: Int, before: Int = 0, after: Int = 0, with number: Float = 0) -> HLOValue {
    if before == 0, after == 0 { return self }
    let element = type.element
    let filling = element == .float32 ? emitter.constant(number) : emitter.constant(Int(number), element)
    var result = type
    result.dimensions[axis] += before + after
    func places(_ count: Int) -> [Int] { dimensions.indices.map { $0 == axis ? count : 0 } }
    return emitter.value(
      result,
      "stablehlo.pad \(name), \(filling.name), low = \(places(before)), high = \(places(after)), "
        + "interior = \(places(0)) : (\(type), \(filling.type)) -> \(result)")
  }

  /// The places along an axis the other way round.
  func reversed(_ axis: Int) -> HLOValue {
    emitter.value(type, "stablehlo.reverse \(name), dims = [\(axis)] : \(type)")
  }

  /// What is combined along axes.
  enum Reduction: String {
    case add, and, maximum, minimum, or
  }

  /// Elements combined over `axes`, which the result lacks.
  func reduced(_ reduction: Reduction, over axes: [Int]) -> HLOValue {
    let start = neutral(reduction)
    let result = HLOType(
      dimensions.indices.filter { !axes.contains($0) }.map { dimensions[$0] }, type.element)
    return emitter.value(
      result,
      "stablehlo.reduce(\(name) init: \(start.name)) applies stablehlo.\(reduction.rawValue) across "
        + "dimensions = \(axes) : (\(type), \(start.type)) -> \(result)")
  }

  /// What changes nothing where it is combined.
  private func neutral(_ reduction: Reduction) -> HLOValue {
    let element = type.element
    if element == .float32 {
      return emitter.constant(reduction == .add ? 0 : reduction == .maximum ? -.infinity : .infinity)
    }
    return switch reduction {
    case .add, .or: emitter.constant(0, element)
    case .and: emitter.constant(element == .predicate ? 1 : -1, element)
    case .maximum: emitter.constant(Int(Int32.min), element)
    case .minimum: emitter.constant(Int(Int32.max), element)
    }
  }
}

extension Emitter {
  /// Tensors one behind the other along an axis.
  func concatenated(_ parts: [HLOValue], _ axis: Int) -> HLOValue {
    if parts.count == 1 { return parts[0] }
    var result = parts[0].type
    result.dimensions[axis] = parts.reduce(0) { $0 + $1.dimensions[axis] }
    let (names, types) = (parts.map(\.name), parts.map { "\($0.type)" })
    return value(
      result,
      "stablehlo.concatenate \(names.joined(separator: ", ")), dim = \(axis) : "
        + "(\(types.joined(separator: ", "))) -> \(result)")
  }

  /// The values as they are; the compiler does not look through it, and computes nothing from one of them before all
  /// are there.
  func barrier(_ operands: [HLOValue]) -> [HLOValue] {
    if operands.isEmpty { return [] }
    let (names, types) = (operands.map(\.name), operands.map { "\($0.type)" })
    let text =
      "stablehlo.optimization_barrier \(names.joined(separator: ", ")) : \(types.joined(separator: ", "))"
    return operands.count == 1 ? [value(operands[0].type, text)] : values(operands.map(\.type), text)
  }
}
