/// Rotary positions (Su et al. 2021): every head's pairs of elements are turned by the angle of their token's position.
///
///     y[i] = x[i] cos - x[i + half] sin;   y[i + half] = x[i + half] cos + x[i] sin
///
/// Operands: x `[..., heads * size]` with `count` vectors; cosines and sines `[count, size]`, as `RotaryAngles` gives them. Result: y
/// like x. The gradient is the rotation back; angles have none.
public struct Rotary: FusedOperation {
  public static let name = "rotary"

  /// Heads in a vector.
  public let heads: Int
  /// Pairs of a head that are turned.
  public let pairs: Int

  /// A rotation.
  public init(heads: Int, pairs: Int) {
    self.heads = heads
    self.pairs = pairs
  }

  public var attributes: String { "heads: \(heads), pairs: \(pairs)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(3, operands)
    try requireFloats(operands)
    let (x, angles) = (operands[0].shape, operands[1].shape)
    try require(
      x.rank >= 1 && x.innermost % heads == 0 && angles == [x.outerCount, x.innermost / heads]
        && operands[2] == operands[1],
      "takes x [..., \(heads) * size], cosines and sines [count, size]", operands)
    try require(2 * pairs <= x.innermost / heads, "a head has no \(pairs) pairs", operands)
    return [operands[0]]
  }

  /// The other element of a pair, with its sign, is a product with a matrix of 0, 1 and -1.
  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let x = operands[0]
    let (count, size) = (x.shape.outerCount, x.shape.innermost / heads)
    func spread(_ angles: Tensor) -> Tensor {
      angles.reshaped(to: [count, 1, size]).broadcast(to: [count, heads, size])
    }
    let vectors = x.reshaped(to: [count, heads, size])
    let others = x.reshaped(to: [count * heads, size]).times(partners(x.builder, size))
      .reshaped(to: [count, heads, size])
    let turned = vectors * spread(operands[1]) + others * spread(operands[2])
    return [turned.reshaped(to: x.shape)]
  }

  /// `[size, size]`: -1 from element j + pairs to j, 1 from j to j + pairs, for j below `pairs`; else 0.
  private func partners(_ builder: ProgramBuilder, _ size: Int) -> Tensor {
    let shape: Shape = [size, size]
    func whole(_ axis: Int) -> Tensor { builder.iota(shape, axis: axis).convertedToFloat() }
    func both(_ a: Tensor, _ b: Tensor) -> Tensor { a.convertedToFloat() * b.convertedToFloat() }
    let (from, to) = (whole(0), whole(1))
    let isFirst = { (element: Tensor) in element.isLess(than: builder.constant(Float(pairs), shape)) }
    let minus = both(from.isEqual(to: to.offset(by: Float(pairs))), isFirst(to))
    let plus = both(to.isEqual(to: from.offset(by: Float(pairs))), isFirst(from))
    return plus - minus
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (cosines, sines) = (pullback.operands[1], pullback.operands[2])
    return [pullback.builder.apply(self, [pullback.cotangent, cosines, -sines])[0], nil, nil]
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    Cost(floatingPointOperations: 3 * operands[0].shape.count, reading: operands, writing: results)
  }
}

extension Tensor {
  /// Vectors `[..., heads * size]` with their heads' pairs turned; angles are `[count, size]`.
  public func rotated(heads: Int, pairs: Int, by angles: (cosines: Tensor, sines: Tensor)) -> Tensor {
    builder.apply(Rotary(heads: heads, pairs: pairs), [self, angles.cosines, angles.sines])[0]
  }
}
