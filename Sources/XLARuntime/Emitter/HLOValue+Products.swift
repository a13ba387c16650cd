// Products of matrices.

extension HLOValue {
  /// Axes of a product's left and right operand that belong together.
  typealias AxisPairs = (left: [Int], right: [Int])

  /// The product of two tensors, with float32's digits or what the emitter is told.
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
    let precision = emitter.options.precision.rawValue
    return emitter.value(
      result,
      "stablehlo.dot_general \(name), \(other.name), \(batching)contracting_dims = \(contracting.left) x "
        + "\(contracting.right), precision = [\(precision), \(precision)] : (\(type), \(other.type)) -> \(result)"
    )
  }
}
