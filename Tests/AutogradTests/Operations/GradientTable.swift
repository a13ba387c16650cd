import AutogradTestSupport
import Testing

@testable import Autograd

/// One operation (a fused one with its gradient) in the gradient test.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  let operands: [Operand]
  var lossResults: Int?
  let body: Experiment.Body

  init(
    _ operation: any Autograd.Operation.Type, _ operands: [Operand], lossResults: Int? = nil,
    _ body: @escaping Experiment.Body
  ) {
    name = operation.name
    (self.operands, self.lossResults, self.body) = (operands, lossResults, body)
  }

  var testDescription: String { "\(name) of \(operands.map(\.type))" }
}

private let bidirectional = RelativePositionScheme(buckets: 8, maximumDistance: 6, isBidirectional: true)
private let causal = RelativePositionScheme(buckets: 4, maximumDistance: 6, isBidirectional: false)

/// Query segments and key segments of two rows, for attention of 5 queries and 4 keys.
private let queryRows: Operand = .segments([[2, 2], [1, 2, 1]], length: 5)
private let keyRows: Operand = .segments([[1, 2], [2, 1, 1]], length: 4)

private func attention(_ attention: Attention) -> Experiment.Body {
  { $0[0].builder.apply(attention, $0) }
}

/// Of tokens that weigh 1, 0, 0.25 and 0.5.
private func objective(_ objective: LinearCrossEntropyObjective) -> Experiment.Body {
  { operands in
    let builder = operands[0].builder
    let position = builder.iota([4], axis: 0).convertedToFloat()
    let one = builder.constant(1, [4])
    let weights =
      (position - one).rectified().scaled(by: 0.25)
      + position.isEqual(to: builder.constant(0, [4])).select(
        one, else: builder.constant(0, [4]))
    return builder.apply(objective, operands + [weights])
  }
}

let gradientTable: [GradientCase] = [
  .init(Add.self, [[2, 3], [2, 3]]) { [$0[0] + $0[1], $0[0] + $0[0]] },
  .init(Subtract.self, [[2, 3], [2, 3]]) { [$0[0] - $0[1], $0[1] - $0[1] - $0[0]] },
  .init(Multiply.self, [[2, 3], [2, 3]]) { [$0[0] * $0[1], $0[0] * $0[0]] },
  .init(Divide.self, [[2, 3], .positive(2, 3)]) { [$0[0] / $0[1]] },
  .init(Maximum.self, [[2, 3], [2, 3]]) { [$0[0].maximum($0[1])] },
  .init(Scale.self, [[2, 3]]) { [$0[0].scaled(by: -1.5)] },
  .init(Offset.self, [[2, 3]]) { [$0[0].offset(by: 2) * $0[0]] },
  .init(Exponential.self, [[2, 3]]) { [$0[0].exponential()] },
  .init(Logarithm.self, [.positive(2, 3)]) { [$0[0].logarithm()] },
  .init(ErrorFunction.self, [[2, 3]]) { [$0[0].errorFunction()] },
  .init(HyperbolicTangent.self, [[2, 3]]) { [$0[0].hyperbolicTangent()] },
  .init(SquareRoot.self, [.positive(2, 3)]) { [$0[0].squareRoot()] },
  .init(ReciprocalSquareRoot.self, [.positive(2, 3)]) { [$0[0].reciprocalSquareRoot()] },
  .init(Rectify.self, [[3, 4]]) { [$0[0].rectified()] },
  .init(Select.self, [.integers([2, 3], below: 2), [2, 3], [2, 3]]) { [$0[0].select($0[1], else: $0[2])] },
  .init(Compare.self, [[2, 3], [2, 3]]) { [$0[0].isLess(than: $0[1]).select($0[0], else: $0[1] * $0[1])] },
  .init(ConvertToFloat.self, [.integers([4], below: 9), [4]]) { [$0[0].convertedToFloat() * $0[1]] },
  .init(Constant.self, [[4]]) { [$0[0] * $0[0].builder.constant(3, [4])] },
  .init(Iota.self, [[2, 3]]) { [$0[0] * $0[0].builder.iota([2, 3], axis: 1).convertedToFloat()] },
  .init(RelativeBuckets.self, [[8, 2]]) {
    [$0[0].gathered(at: $0[0].builder.relativeBuckets(bidirectional, queries: 3, keys: 4))]
  },
  .init(TopK.self, [[3, 4], [4, 2]]) {
    [$0[1].gathered(at: $0[0].largest(2, candidates: 3).indices), $0[0]]
  },
  .init(LinearArgmax.self, [[3, 4], [5, 4], [5, 2]]) {
    let best = $0[0].linearArgmax(weight: $0[1], rounded: $0[1].roundedRows(), candidates: 4)
    return [$0[2].gathered(at: best), $0[0], $0[1]]
  },
  // A weight that is used twice, and a product that no loss depends on.
  .init(Projections.self, [[2, 3], [4, 3], [1, 3]]) {
    let products = $0[0].projected(by: [$0[1], $0[2], $0[1]])
    return [products[0], products[1] * products[1], products[2], $0[0].projected(by: [$0[2], $0[1]])[0]]
  },
  // What is rounded is not trained through; x is.
  .init(CompactRows.self, [[3, 4], [2, 3]]) { x in
    CompactFormat.allCases.map { x[1].times(x[0].builder.constant(0.5, [3, 4]).compactRows($0).expanded()) }
      + [x[0]]
  },
  .init(ExpandedRows.self, [[3, 4], [2, 3]]) { x in
    [x[1].times(x[0].builder.iota([3, 4], axis: 1).convertedToFloat().compactRows(.int8).expanded()), x[0]]
  },
  .init(CompactProjections.self, [[2, 3]]) { x in
    let weights = [4, 1].map { x[0].builder.iota([$0, 3], axis: 1).convertedToFloat() }
    return CompactFormat.allCases.flatMap { format in
      let products = x[0].projected(by: weights.map { $0.compactRows(format) })
      return [products[0], products[1] * products[1]]
    }
  },
  // One result is not read, the other twice.
  .init(Barrier.self, [[2, 3], [2, 3]]) {
    let behind = $0[0].builder.barrier($0)
    return [behind[0] * behind[0] * $0[1]]
  },
  .init(Reshape.self, [[2, 3]]) { [$0[0].reshaped(to: [3, 2]) * $0[0].reshaped(to: [3, 2])] },
  .init(Broadcast.self, [[2, 1, 3, 1]]) {
    [$0[0].broadcast(to: [2, 2, 3, 2]), $0[0].broadcast(to: [2, 2, 1, 3, 4])]
  },
  .init(Transpose.self, [[2, 3, 4]]) { [$0[0].transposed([2, 0, 1]), $0[0].transposed([1, 0, 2])] },
  .init(Slice.self, [[2, 3, 2]]) { x in
    [x[0].sliced(1, 1..<3), x[0].sliced(2, 0..<1) * x[0].sliced(2, 1..<2), x[0].sliced(0, 1..<1), x[0]]
  },
  .init(ZeroPadding.self, [[2, 3, 2]]) { x in
    [x[0].zeroPadded(1, before: 2, after: 1), x[0].zeroPadded(2, before: 0, after: 3)]
  },
  .init(ReduceSum.self, [[2, 3, 2]]) { x in [[0], [1], [2], [0, 2], [2, 0, 1]].map { x[0].sum(over: $0) } },
  .init(ReduceMaximum.self, [[3, 4]]) { [$0[0].maximumOverInnermost()] },
  .init(Gather.self, [[4, 3], .given([2, 2], [0, 2, 2, 3])]) { [$0[0].gathered(at: $0[1])] },
  .init(ScatterAdd.self, [[2, 2, 3], .given([2, 2], [0, 2, 2, 3])]) {
    [$0[0].scatteredAdding(at: $0[1], rows: 4)]
  },
  .init(MatrixProduct.self, [[2, 3], [3, 4]]) { [$0[0].times($0[1])] },
  .init(MatrixProduct.self, [[3, 2], [3, 4]]) { [$0[0].times($0[1], transposingSelf: true)] },
  .init(MatrixProduct.self, [[2, 3], [4, 3]]) { [$0[0].times($0[1], transposingOther: true)] },
  .init(MatrixProduct.self, [[3, 2], [4, 3]]) {
    [$0[0].times($0[1], transposingSelf: true, transposingOther: true)]
  },
  .init(MatrixProduct.self, [[2, 2, 3], [2, 3, 2]]) {
    [$0[0].times($0[1]), $0[1].times($0[1], transposingSelf: true)]
  },
  .init(Dropout.self, [[2, 3, 4], .key()]) {
    [$0[0].droppedOut(rate: 0.4, key: $0[1], sharedAxes: [1]) * $0[0]]
  },
  .init(GroupedDropout.self, [[2, 3, 4], .key(), .integers([2, 3], below: 2)]) {
    [$0[0].droppedOut(rate: 0.4, key: $0[1], groups: $0[2], count: 2) * $0[0]]
  },
  .init(GroupedDropout.self, [[2, 3, 4], .key(), .integers([2, 3], below: 2), [2, 3, 4]]) {
    [$0[0].droppedOut(rate: 0.4, key: $0[1], groups: $0[2], count: 2, addedTo: $0[3]) * $0[3]]
  },
  .init(Rotary.self, [[3, 10]]) { x in
    // Angles have no gradient of their own, so they must not depend on what is varied.
    let angles = x[0].builder.iota([3], axis: 0).rotaryAngles(frequencies: [0.9, 0.3], size: 5)
    return [x[0].rotated(heads: 2, pairs: 2, by: angles) * x[0]]
  },
  .init(RotaryAngles.self, [[3, 5]]) {
    [$0[0] * $0[0].builder.iota([3], axis: 0).rotaryAngles(frequencies: [0.9, 0.3], size: 5).sines]
  },
  .init(RMSNorm.self, [[3, 4], [4]]) { [$0[0].normalized(by: $0[1], epsilon: 1e-3)] },
  .init(RMSNorm.self, [[3, 4], [4]]) { [$0[0] + $0[0].normalized(by: $0[1], epsilon: 1e-3)] },
  .init(Centering.self, [[2, 3, 4]]) { [$0[0].centered() * $0[0]] },
  .init(Activation.self, [.floats([3, 4], in: -3...3)]) { [$0[0].activated(by: .tanhGELU)] },
  .init(Activation.self, [.floats([3, 4], in: -3...3)]) { [$0[0].activated(by: .exactGELU)] },
  .init(Activation.self, [.floats([3, 4], in: -3...3)]) { [$0[0].activated(by: .silu)] },
  .init(GatedLinearUnit.self, [.floats([3, 4], in: -3...3), [3, 4]]) { [$0[0].gating($0[1], .tanhGELU)] },
  .init(GatedLinearUnit.self, [.floats([3, 4], in: -3...3), [3, 4]]) { [$0[0].gating($0[1], .exactGELU)] },
  .init(GatedLinearUnit.self, [.floats([3, 4], in: -3...3), [3, 4]]) { [$0[0].gating($0[1], .silu)] },
  .init(GatedLinearUnit.self, [[3, 4]]) { [$0[0].gating($0[0], .tanhGELU)] },
  .init(LogSumExp.self, [[3, 4]]) { [$0[0].logSumExp()] },
  .init(
    LinearCrossEntropyObjective.self, [[4, 3], [5, 3], .given([4], [0, 4, 2, 2])], lossResults: 1,
    objective(LinearCrossEntropyObjective())),
  .init(
    LinearCrossEntropyObjective.self, [[4, 3], [5, 3], .given([4], [0, 4, 2, 2])], lossResults: 1,
    objective(LinearCrossEntropyObjective(labelFactor: 0.8, zLoss: 0.3))),
  .init(
    Attention.self, [[2, 5, 4], [2, 4, 4], [2, 4, 4], queryRows, keyRows], lossResults: 1,
    attention(Attention(heads: 2, isCausal: false, bias: nil))),
  .init(
    Attention.self, [[2, 5, 4], [2, 5, 4], [2, 5, 4], queryRows, queryRows, [4, 2]], lossResults: 1,
    attention(Attention(heads: 2, isCausal: true, bias: causal))),
  .init(
    Attention.self, [[2, 5, 4], [2, 5, 4], [2, 5, 4], queryRows, queryRows, [8, 2], .key()], lossResults: 1,
    attention(Attention(heads: 2, isCausal: false, bias: bidirectional, dropoutRate: 0.3, dropoutStream: 5))),
  .init(
    Attention.self,
    [
      [1, 5, 4], [1, 5, 4], [1, 5, 4], .given([1, 5], [1, 1, 2, 2, 0]), .given([1, 5], [1, 1, 2, 2, 0]),
      [8, 2],
      .key(), .given([1, 5], [0, 1, 3, 4, 0]),
    ], lossResults: 1,
    attention(
      Attention(
        heads: 2, isCausal: false, bias: bidirectional, dropoutRate: 0.3, dropoutStream: 5,
        dropoutNumbering: RowNumbering(rows: 2, length: 3)))),
  .init(
    Attention.self, [[2, 5, 8], [2, 4, 4], [2, 4, 4], queryRows, keyRows], lossResults: 1,
    attention(Attention(heads: 4, keyHeads: 2, isCausal: false, bias: nil))),
  .init(
    Attention.self, [[2, 5, 6], [2, 5, 2], [2, 5, 2], queryRows, queryRows, .key()], lossResults: 1,
    attention(Attention(heads: 3, keyHeads: 1, isCausal: true, bias: nil, dropoutRate: 0.3, dropoutStream: 5))
  ),
]

/// Operations that no gradient goes through, and why.
let undifferentiated: [any Autograd.Operation.Type] = [
  UpdateRows.self, CachedAttention.self,  // decoding has no backward pass
  LinearCrossEntropy.self,  // a loss that is minimised is LinearCrossEntropyObjective
  AdafactorUpdate.self, AdafactorFullUpdate.self,  // an optimizer's step is not part of a loss
  AdamWUpdate.self,
]
