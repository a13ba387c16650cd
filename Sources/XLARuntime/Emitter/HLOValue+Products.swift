// Products of matrices.

extension HLOValue {
  /// Axes of a product's left and right operand that belong together.
  typealias AxisPairs = (left: [Int], right: [Int])

  /// The product of two float32 tensors, float32 too, with as many digits as the emitter is told.
  ///
  /// The result has the batch axes, then the left operand's other axes, then the right's.
  /// - Parameters:
  ///   - batch: the axes of which there is one product for each index.
  ///   - contracting: the axes that are summed over.
  func times(_ other: HLOValue, batch: AxisPairs = ([], []), contracting: AxisPairs) -> HLOValue {
    func rest(_ value: HLOValue, _ used: [Int]) -> [Int] {
      value.dimensions.indices.filter { !used.contains($0) }.map { value.dimensions[$0] }
    }
    let result = HLOType(
      batch.left.map { dimensions[$0] } + rest(self, batch.left + contracting.left)
        + rest(other, batch.right + contracting.right), .float32)
    let batching = batch.left.isEmpty ? "" : "batching_dims = \(batch.left) x \(batch.right), "
    let (left, right) = (factor, other.factor)
    let precision = emitter.options.arithmetic == .float32 ? "HIGHEST" : "DEFAULT"
    return emitter.value(
      result,
      "stablehlo.dot_general \(left.name), \(right.name), \(batching)contracting_dims = \(contracting.left) x "
        + "\(contracting.right), precision = [\(precision), \(precision)] : (\(left.type), \(right.type)) -> \(result)"
    )
  }

  /// This tensor as a product takes it: with bfloat16's digits where the emitter says so.
  private var factor: HLOValue {
    guard emitter.roundsFactors else { return self }
    switch emitter.options.rounding {
    case .conversion: return converted(to: .bfloat16)
    case .digits:
      return emitter.value(type, "stablehlo.reduce_precision \(name), format = e8m7 : \(type)")
    }
  }
}
