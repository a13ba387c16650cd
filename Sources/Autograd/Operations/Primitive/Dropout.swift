/// Inverted dropout: each element is dropped (0) with probability `rate`, else divided by 1 - rate.
///
/// Randomness is a function of (seed, step, stream) and the element's place in the mask, never a stream that
/// is consumed: the pullback draws the same mask again instead of keeping it, and a resumed run draws what
/// the straight run would have drawn. `sharedAxes` have one draw for all their indices, as t5x broadcasts
/// its masks over the length (t5x examples/t5/layers.py, `broadcast_dims`).
/// Operands: x of any shape, and the int32 key `[3]` (low and high half of the seed, step).
public struct Dropout: Operation {
  public static let name = "dropout"

  /// The probability of dropping, in 0..<1.
  public let rate: Float
  /// Which of the program's dropouts this is.
  public let stream: UInt32
  /// The axes along which the mask is the same.
  public let sharedAxes: [Int]

  public var attributes: String { "rate: \(rate), stream: \(stream), sharedAxes: \(sharedAxes)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(2, operands)
    try requireFloats(operands, in: 0..<1)
    try require(operands[1] == RandomKey.type, "takes a key \(RandomKey.type)", operands)
    try require((0..<1).contains(rate), "the rate \(rate) is not in 0..<1", operands)
    try require(
      sharedAxes.allSatisfy(operands[0].shape.dimensions.indices.contains),
      "\(sharedAxes) are not axes of it",
      operands)
    return [operands[0]]
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    [pullback.builder.apply(self, [pullback.cotangent, pullback.operands[1]])[0], nil]
  }

  /// The mask's dimensions for an operand of `shape`.
  public func maskShape(for shape: Shape) -> Shape {
    Shape(shape.dimensions.indices.map { sharedAxes.contains($0) ? 1 : shape[$0] })
  }
}

extension Tensor {
  /// Inverted dropout of `[...]` with a mask of its own; the tensor itself where `rate` is zero.
  /// - Parameters:
  ///   - rate: the probability of dropping an element, in 0..<1.
  ///   - key: the int32 key of the step's random numbers, `[3]`.
  ///   - sharedAxes: the axes along which the mask is the same.
  public func droppedOut(rate: Float, key: Tensor, sharedAxes: [Int] = []) -> Tensor {
    if rate == 0 { return self }
    let operation = Dropout(rate: rate, stream: builder.nextRandomStream(), sharedAxes: sharedAxes)
    return builder.apply(operation, [self, key])[0]
  }
}
