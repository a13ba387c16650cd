/// Cosines and sines of the angles by which rotary positions turn a head's elements (Su et al. 2021).
///
/// At position p the pair i of a head is turned by the angle p * frequencies[i], computed in float32 as
/// `transformers` does. Elements i and i + half are a pair, with half the number of frequencies; elements
/// behind the pairs are not turned.
///
/// Operand: positions, int32 `[count]`. Results: cosines and sines, float32 `[count, size]`, of every
/// element's own pair; 1 and 0 where nothing is turned.
public struct RotaryAngles: Operation {
  public static let name = "rotaryAngles"

  /// The angle of each pair from one position to the next, in radians.
  public let frequencies: [Float]
  /// Elements of a head; at least two for each frequency.
  public let size: Int

  /// Angles for heads of `size` elements.
  public init(frequencies: [Float], size: Int) {
    precondition(
      2 * frequencies.count <= size, "a head of \(size) elements has no \(frequencies.count) pairs")
    self.frequencies = frequencies
    self.size = size
  }

  public var attributes: String { "pairs: \(frequencies.count), size: \(size)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try require(
      operands[0].element == .int32 && operands[0].shape.rank == 1, "takes int32 positions [count]", operands)
    let type = TensorType.float32([operands[0].shape[0], size])
    return [type, type]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }
}

extension Tensor {
  /// Cosines and sines `[count, size]` of the angles at these positions, int32 `[count]`.
  public func rotaryAngles(frequencies: [Float], size: Int) -> (cosines: Tensor, sines: Tensor) {
    let results = builder.apply(RotaryAngles(frequencies: frequencies, size: size), [self])
    return (results[0], results[1])
  }
}
