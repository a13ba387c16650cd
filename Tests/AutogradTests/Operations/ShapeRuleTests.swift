import AutogradTestSupport
import Testing

@testable import Autograd

/// One use of an operation: the types it gives, or words of the error that it throws.
struct ShapeCase: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable, Equatable {
    case gives([TensorType])
    case refuses(String)
  }

  let operation: any Autograd.Operation
  let operands: [TensorType]
  let outcome: Outcome

  init(_ operation: any Autograd.Operation, _ operands: [TensorType], _ outcome: Outcome) {
    (self.operation, self.operands, self.outcome) = (operation, operands, outcome)
  }

  var testDescription: String { "\(operation.name) of \(operands)" }
}

private func f(_ dimensions: Int...) -> TensorType { .float32(Shape(dimensions)) }
private func i(_ dimensions: Int...) -> TensorType { .int32(Shape(dimensions)) }

private let elementwise: [ShapeCase] = {
  let unary: [any Autograd.Operation] = [
    Exponential(), Logarithm(), ErrorFunction(), HyperbolicTangent(), SquareRoot(), ReciprocalSquareRoot(),
    Rectify(), Activation(.tanhGELU),
    Scale(factor: 2), Offset(amount: 2),
  ]
  let binary: [any Autograd.Operation] = [
    Add(), Subtract(), Multiply(), Divide(), Maximum(), GatedLinearUnit(.silu),
  ]
  return unary.flatMap {
    [
      ShapeCase($0, [f(2, 3)], .gives([f(2, 3)])), ShapeCase($0, [f()], .gives([f()])),
      ShapeCase($0, [i(2)], .refuses("float32")), ShapeCase($0, [], .refuses("takes 1 operands")),
    ]
  }
    + binary.flatMap {
      [
        ShapeCase($0, [f(2, 3), f(2, 3)], .gives([f(2, 3)])),
        ShapeCase($0, [f(2, 3), f(3, 2)], .refuses("one shape")),
        ShapeCase($0, [f(2), i(2)], .refuses("float32")), ShapeCase($0, [f(2)], .refuses("takes 2 operands")),
      ]
    }
}()

private let scheme = RelativePositionScheme(buckets: 8, isBidirectional: true)

private let plainProduct = MatrixProduct(transposesLeft: false, transposesRight: false)

private let primitives: [ShapeCase] = [
  .init(Slice(axis: 1, range: 1..<3), [f(2, 3, 4)], .gives([f(2, 2, 4)])),
  .init(Slice(axis: 0, range: 1..<3), [i(3)], .gives([i(2)])),
  .init(Slice(axis: 1, range: 1..<4), [f(2, 3, 4)], .refuses("no places 1..<4 on axis 1")),
  .init(Slice(axis: 2, range: 0..<1), [f(2, 3)], .refuses("on axis 2")),
  .init(ZeroPadding(axis: 1, before: 2, after: 1), [f(2, 3, 4)], .gives([f(2, 6, 4)])),
  .init(ZeroPadding(axis: 2, before: 2, after: 1), [f(2, 3)], .refuses("cannot be padded")),
  .init(TopK(count: 2, candidates: 3), [f(2, 3)], .gives([f(2, 2), i(2, 2)])),
  .init(TopK(count: 1, candidates: 1), [f(3)], .refuses("no 1 of 1 candidates")),
  .init(RoundedRows(), [f(2, 32)], .gives([i(2, 8), f(2, 3)])),
  .init(RoundedRows(), [f(2, 33)], .gives([i(2, 16), f(2, 3)])),
  .init(RoundedRows(), [f(2)], .refuses("takes rows")),
  .init(CompactRows(.bfloat16), [f(5, 9)], .gives([i(2, 32)])),
  .init(CompactRows(.int8), [f(5, 9)], .gives([i(2, 16), f(8)])),
  .init(CompactRows(.int8), [f(5)], .refuses("takes rows")),
  .init(CompactRows(.bfloat16), [i(5, 9)], .refuses("float32")),
  .init(ExpandedRows(.bfloat16, rows: 5, width: 9), [i(2, 32)], .gives([f(5, 9)])),
  .init(ExpandedRows(.int8, rows: 5, width: 9), [i(2, 16), f(8)], .gives([f(5, 9)])),
  .init(ExpandedRows(.int8, rows: 5, width: 9), [i(2, 16)], .refuses("takes the compact rows")),
  .init(ExpandedRows(.bfloat16, rows: 9, width: 9), [i(2, 32)], .refuses("takes the compact rows")),
  .init(
    CompactProjections(.bfloat16, columns: [5, 2]), [f(3, 9), i(2, 32), i(1, 32)],
    .gives([f(3, 5), f(3, 2)])),
  .init(CompactProjections(.int8, columns: [5]), [f(3, 9), i(2, 16), f(8)], .gives([f(3, 5)])),
  .init(CompactProjections(.int8, columns: []), [f(3, 9)], .refuses("at least one weight")),
  .init(CompactProjections(.int8, columns: [5]), [f(3, 9), i(2, 16)], .refuses("takes 3 operands")),
  .init(CompactProjections(.int8, columns: [5]), [f(9), i(2, 16), f(8)], .refuses("takes x [rows")),
  .init(CompactProjections(.int8, columns: [5]), [i(3, 9), i(2, 16), f(8)], .refuses("float32")),
  .init(CompactProjections(.int8, columns: [5]), [f(3, 9), i(3, 16), f(8)], .refuses("compact weights")),
  .init(Projections(), [f(3, 5), f(4, 5), f(2, 5)], .gives([f(3, 4), f(3, 2)])),
  .init(Projections(), [f(3, 5)], .refuses("at least one weight")),
  .init(Projections(), [f(3, 5), f(5, 4)], .refuses("takes x [rows, inner]")),
  .init(Projections(), [f(3, 5), f(4, 5), f(5)], .refuses("takes x [rows, inner]")),
  .init(Projections(), [f(3, 5), i(4, 5)], .refuses("float32")),
  .init(LinearArgmax(candidates: 4), [f(3, 5), f(4, 5), i(4, 8), f(4, 3)], .gives([i(3, 1)])),
  .init(LinearArgmax(candidates: 5), [f(3, 5), f(4, 5), i(4, 8), f(4, 3)], .refuses("no 5 candidates")),
  .init(LinearArgmax(candidates: 0), [f(3, 5), f(4, 5), i(4, 8), f(4, 3)], .refuses("no 0 candidates")),
  .init(LinearArgmax(candidates: 4), [f(3, 5), f(4, 6), i(4, 8), f(4, 3)], .refuses("takes hidden")),
  .init(LinearArgmax(candidates: 4), [f(3, 5), f(4, 5), i(4, 16), f(4, 3)], .refuses("rounded rows")),
  .init(TopK(count: 1, candidates: 4), [f(2, 3)], .refuses("no 1 of 4 candidates")),
  .init(TopK(count: 3, candidates: 2), [f(2, 3)], .refuses("no 3 of 2 candidates")),
  .init(TopK(count: 0, candidates: 2), [f(2, 3)], .refuses("no 0 of 2 candidates")),
  .init(ReduceMaximum(), [f(2, 3)], .gives([f(2)])),
  .init(ReduceMaximum(), [f(2, 0)], .refuses("innermost axis")),
  .init(ReduceMaximum(), [i(2, 3)], .refuses("float32")),
  .init(ReduceSum(axes: [0, 2]), [f(2, 3, 4)], .gives([f(3)])),
  .init(ReduceSum(axes: [0, 0]), [f(2, 3)], .refuses("[0, 0] are not axes")),
  .init(ReduceSum(axes: [2]), [f(2, 3)], .refuses("[2] are not axes")),
  .init(Broadcast(shape: [2, 3]), [i(1, 3)], .gives([i(2, 3)])),
  .init(Broadcast(shape: [2, 3]), [f(2)], .refuses("broadcast to [2, 3]")),
  .init(Broadcast(shape: [2, 3]), [f(2, 2)], .refuses("broadcast to [2, 3]")),
  .init(Barrier(), [f(2, 3), i(6)], .gives([f(2, 3), i(6)])),
  .init(Barrier(), [], .refuses("at least one operand")),
  .init(Reshape(shape: [3, 2]), [i(6)], .gives([i(3, 2)])),
  .init(Reshape(shape: [4]), [f(2, 3)], .refuses("reshaped to [4]")),
  .init(Transpose(permutation: [1, 2, 0]), [f(2, 3, 4)], .gives([f(3, 4, 2)])),
  .init(Transpose(permutation: [0, 0]), [f(2, 3)], .refuses("[0, 0] is not an order")),
  .init(Transpose(permutation: [0]), [f(2, 3)], .refuses("[0] is not an order")),
  .init(Compare(relation: .less), [i(2), i(2)], .gives([i(2)])),
  .init(Compare(relation: .equal), [i(2), f(2)], .refuses("one type")),
  .init(ConvertToFloat(), [i(2)], .gives([f(2)])), .init(ConvertToFloat(), [f(2)], .refuses("int32")),
  .init(Select(), [i(2), f(2), f(2)], .gives([f(2)])),
  .init(Select(), [f(2), f(2), f(2)], .refuses("condition")),
  .init(Select(), [i(2), f(2), f(3)], .refuses("one shape")),
  .init(Constant(value: 1, type: i(2)), [], .gives([i(2)])),
  .init(Constant(value: 1, type: i(2)), [f()], .refuses("takes 0 operands")),
  .init(Iota(shape: [2, 3], axis: 1), [], .gives([i(2, 3)])),
  .init(Iota(shape: [2, 3], axis: 2), [], .refuses("axis 2")),
  .init(RelativeBuckets(scheme: scheme, queries: 2, keys: 3), [], .gives([i(2, 3)])),
  .init(RelativeBuckets(scheme: scheme, queries: 2, keys: 3), [f()], .refuses("takes 0 operands")),
  .init(Gather(), [f(5, 3), i(2, 2)], .gives([f(2, 2, 3)])),
  .init(Gather(), [f(5, 3), f(2)], .refuses("int32 indices")),
  .init(Gather(), [f(5), i(2)], .refuses("a table")),
  .init(ScatterAdd(rows: 5), [f(2, 2, 3), i(2, 2)], .gives([f(5, 3)])),
  .init(ScatterAdd(rows: 5), [f(2, 3), i(3)], .refuses("one int32 index for each")),
  .init(plainProduct, [f(7, 2, 3), f(7, 3, 4)], .gives([f(7, 2, 4)])),
  .init(MatrixProduct(transposesLeft: true, transposesRight: true), [f(3, 2), f(4, 3)], .gives([f(2, 4)])),
  .init(plainProduct, [f(2, 3), f(4, 3)], .refuses("inner dimensions")),
  .init(plainProduct, [f(7, 2, 3), f(8, 3, 4)], .refuses("leading axes")),
  .init(plainProduct, [f(3), f(3)], .refuses("leading axes")),
  .init(Dropout(rate: 0.1, stream: 0, sharedAxes: [1]), [f(2, 3), i(3)], .gives([f(2, 3)])),
  .init(Dropout(rate: 1, stream: 0, sharedAxes: []), [f(2, 3), i(3)], .refuses("rate 1.0 is not in 0..<1")),
  .init(Dropout(rate: 0.1, stream: 0, sharedAxes: [2]), [f(2, 3), i(3)], .refuses("[2] are not axes")),
  .init(Dropout(rate: 0.1, stream: 0, sharedAxes: []), [f(2, 3), i(2)], .refuses("key int32[3]")),
  .init(UpdateRows(), [f(2, 5, 3), f(2, 3), i(2)], .gives([f(2, 5, 3)])),
  .init(UpdateRows(), [f(2, 5, 3), f(1, 3), i(1)], .gives([f(2, 5, 3)])),
  .init(UpdateRows(), [f(2, 5, 3), f(3, 3), i(3)], .refuses("first slots")),
  .init(UpdateRows(), [f(2, 5, 3), f(2, 3), i(1)], .refuses("positions")),
]

private let attention = Attention(heads: 2, isCausal: false, bias: scheme, dropoutRate: 0.1)
private let attended = [f(2, 5, 4), f(2, 7, 4), f(2, 7, 4), i(2, 5), i(2, 7), f(8, 2), i(3)]

/// An attention whose heads share keys and values.
private func sharing(_ heads: Int, on keyHeads: Int) -> Attention {
  Attention(heads: heads, keyHeads: keyHeads, isCausal: true, bias: nil)
}

/// The operands of an attention with one of another type.
private func attended(_ place: Int, _ type: TensorType) -> [TensorType] {
  var operands = attended
  operands[place] = type
  return operands
}

private let adafactor = AdafactorUpdate(constants: .init())
private let full = AdafactorFullUpdate(constants: .init())
private let averaged = AdafactorUpdate(constants: .init(momentum: 0.9))
private let fullAveraged = AdafactorFullUpdate(constants: .init(momentum: 0.9))

private let adamW = AdamWUpdate(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0)

private let grouped = GroupedDropout(rate: 0.1, stream: 0, groups: 2)
/// With a dropout that is drawn for joined rows.
private let numbered = Attention(
  heads: 2, isCausal: false, bias: scheme, dropoutRate: 0.1,
  dropoutNumbering: RowNumbering(rows: 3, length: 4))
/// With a bias and segments up to three places.
private let bounded = Attention(
  heads: 2, isCausal: false, bias: scheme, longestSegment: .init(queries: 3, keys: 3))

private let fused: [ShapeCase] = [
  .init(grouped, [f(2, 3, 4), i(3), i(2, 3)], .gives([f(2, 3, 4)])),
  .init(grouped, [f(2, 3, 4), i(3), i(2, 3), f(2, 3, 4)], .gives([f(2, 3, 4)])),
  .init(grouped, [f(2, 3, 4), i(3), i(2, 3), f(2, 4, 3)], .refuses("another shape than x")),
  .init(grouped, [f(2, 3, 4), i(3)], .refuses("three or four operands")),
  .init(grouped, [f(2, 3, 4), i(2), i(2, 3)], .refuses("key int32[3]")),
  .init(grouped, [f(2, 3, 4), i(3), i(2, 4)], .refuses("group of each place")),
  .init(grouped, [f(2, 3), i(3), i(2, 3)], .refuses("[batch, length, width]")),
  .init(
    GroupedDropout(rate: 1, stream: 0, groups: 2), [f(2, 3, 4), i(3), i(2, 3)],
    .refuses("rate 1.0 is not in 0..<1")),
  .init(
    bounded, [f(2, 5, 4), f(2, 5, 4), f(2, 5, 4), i(2, 5), i(2, 5), f(8, 2)],
    .gives([f(2, 5, 4), f(2, 2, 5)])),
  .init(
    bounded, [f(2, 5, 4), f(2, 7, 4), f(2, 7, 4), i(2, 5), i(2, 7), f(8, 2)],
    .refuses("the same places on both sides")),
  .init(Centering(), [f(2, 3, 4)], .gives([f(2, 3, 4)])),
  .init(Centering(), [f()], .refuses("at least one element")),
  .init(RMSNorm(epsilon: 1e-6), [f(2, 3, 4), f(4)], .gives([f(2, 3, 4), f(2, 3)])),
  .init(RMSNorm(epsilon: 1e-6), [f(2, 3), f(2)], .refuses("weight [width]")),
  .init(RMSNormGradient(epsilon: 1e-6), [f(2, 3), f(3), f(2), f(2, 3)], .gives([f(2, 3), f(3)])),
  .init(RMSNormGradient(epsilon: 1e-6), [f(2, 3), f(3), f(2), f(2, 3), f(2, 3)], .gives([f(2, 3), f(3)])),
  .init(RMSNormGradient(epsilon: 1e-6), [f(2, 3), f(3), f(2), f(2, 4)], .refuses("cotangent")),
  .init(RMSNormGradient(epsilon: 1e-6), [f(2, 3), f(3), f(2), f(2, 3), f(2, 2)], .refuses("cotangent")),
  .init(RMSNormGradient(epsilon: 1e-6), [f(2, 3), f(3), f(2)], .refuses("four or five operands")),
  .init(ActivationGradient(.silu), [f(2), f(2)], .gives([f(2)])),
  .init(ActivationGradient(.silu), [f(2), f(3)], .refuses("one shape")),
  .init(GatedLinearUnitGradient(.silu), [f(2), f(2), f(2)], .gives([f(2), f(2)])),
  .init(GatedLinearUnitGradient(.silu), [f(2), f(2), f(3)], .refuses("one shape")),
  .init(LinearCrossEntropy(), [f(5, 3), f(9, 3), i(5), f(5)], .gives([f(5), f(5)])),
  .init(LinearCrossEntropy(), [f(5, 3), f(9, 4), i(5), f(5)], .refuses("weight [vocabulary, width]")),
  .init(LinearCrossEntropy(), [f(5, 3), f(9, 3), i(4), f(5)], .refuses("one int32 label")),
  .init(
    LinearCrossEntropyObjective(), [f(5, 3), f(9, 3), i(5), f(5)],
    .gives([f(), f(5), f(5), f(5, 3), f(9, 3)])),
  .init(
    LinearCrossEntropyObjective(differentiatesWeight: false), [f(5, 3), f(9, 3), i(5), f(5)],
    .gives([f(), f(5), f(5), f(5, 3)])),
  .init(LinearCrossEntropyObjective(), [f(5, 3), f(9, 3), i(5), f(4)], .refuses("each token")),
  .init(attention, attended, .gives([f(2, 5, 4), f(2, 2, 5)])),
  .init(attention, attended(1, f(2, 7, 6)), .refuses("query [batch, query, width]")),
  .init(attention, attended(3, i(2, 7)), .refuses("one int32 segment")),
  .init(attention, attended(5, f(8, 3)), .refuses("bias [buckets, heads]")),
  .init(attention, attended(6, f(3)), .refuses("key int32[3]")),
  .init(attention, Array(attended.prefix(5)), .refuses("takes 7 operands")),
  .init(numbered, attended + [i(2, 7)], .gives([f(2, 5, 4), f(2, 2, 5)])),
  .init(numbered, attended, .refuses("takes 8 operands")),
  .init(numbered, attended + [i(2, 5)], .refuses("int32 number of each key")),
  .init(
    Attention(heads: 3, isCausal: true, bias: nil), Array(attended.prefix(5)), .refuses("multiple of 3 heads")
  ),
  .init(
    AttentionGradient(attention: attention), attended + [f(2, 5, 4), f(2, 2, 5), f(2, 5, 4)],
    .gives([f(2, 5, 4), f(2, 7, 4), f(2, 7, 4), f(8, 2)])),
  .init(
    AttentionGradient(attention: attention), attended + [f(2, 5, 4), f(2, 2, 5), f(2, 5, 3)],
    .refuses("cotangent")),
  .init(
    sharing(4, on: 2), [f(2, 5, 8), f(2, 7, 4), f(2, 7, 4), i(2, 5), i(2, 7)],
    .gives([f(2, 5, 8), f(2, 4, 5)])),
  .init(
    sharing(4, on: 1), [f(2, 5, 8), f(2, 7, 2), f(2, 7, 2), i(2, 5), i(2, 7)],
    .gives([f(2, 5, 8), f(2, 4, 5)])),
  .init(
    sharing(4, on: 2), [f(2, 5, 8), f(2, 7, 8), f(2, 7, 8), i(2, 5), i(2, 7)],
    .refuses("value [batch, key, 2 * size]")
  ),
  .init(sharing(4, on: 3), [f(2, 5, 8), f(2, 7, 6), f(2, 7, 6), i(2, 5), i(2, 7)], .refuses("cannot share")),
  .init(
    AttentionGradient(attention: sharing(4, on: 2)),
    [f(2, 5, 8), f(2, 7, 4), f(2, 7, 4), i(2, 5), i(2, 7), f(2, 5, 8), f(2, 4, 5), f(2, 5, 8)],
    .gives([f(2, 5, 8), f(2, 7, 4), f(2, 7, 4)])),
  .init(LogSumExp(), [f(2, 3)], .gives([f(2)])),
  .init(LogSumExp(), [f(2, 3, 4)], .refuses("rows of at least one element")),
  .init(
    CachedAttention(heads: 2, bias: scheme), [f(3, 4), f(9, 4), f(9, 4), i(3), i(3, 7), f(8, 2)],
    .gives([f(3, 4)])),
  .init(CachedAttention(heads: 2, bias: nil), [f(3, 4), f(9, 4), f(9, 4), i(3), i(3, 7)], .gives([f(3, 4)])),
  .init(
    CachedAttention(heads: 4, keyHeads: 2, bias: nil, hasPrompt: true),
    [f(3, 8), f(9, 4), f(9, 4), i(3), i(3, 7), f(5, 4), f(5, 4), i(3), i(3, 2)], .gives([f(3, 8)])),
  .init(
    CachedAttention(heads: 4, keyHeads: 2, bias: nil, hasPrompt: true),
    [f(3, 8), f(9, 4), f(9, 4), i(3), i(3, 7), f(5, 8), f(5, 8), i(3), i(3, 2)],
    .refuses("tables [table, width]")),
  .init(
    CachedAttention(heads: 4, keyHeads: 3, bias: nil), [f(3, 4), f(9, 3), f(9, 3), i(3), i(3, 7)],
    .refuses("cannot share")),
  .init(RotaryAngles(frequencies: [1, 0.1], size: 5), [i(7)], .gives([f(7, 5), f(7, 5)])),
  .init(RotaryAngles(frequencies: [1], size: 2), [f(7)], .refuses("int32 positions")),
  .init(Rotary(heads: 2, pairs: 1), [f(2, 3, 6), f(6, 3), f(6, 3)], .gives([f(2, 3, 6)])),
  .init(Rotary(heads: 2, pairs: 1), [f(2, 3, 6), f(3, 3), f(3, 3)], .refuses("cosines and sines")),
  .init(Rotary(heads: 2, pairs: 2), [f(3, 6), f(3, 3), f(3, 3)], .refuses("no 2 pairs")),
  .init(
    CachedAttention(heads: 2, bias: nil), [f(3, 4), f(9, 6), f(9, 6), i(3), i(3, 7)],
    .refuses("query [rows, width]")),
  .init(
    CachedAttention(heads: 3, bias: nil), [f(3, 4), f(9, 4), f(9, 4), i(3), i(3, 7)], .refuses("3 heads")),
  .init(
    CachedAttention(heads: 2, bias: nil), [f(3, 4), f(9, 4), f(9, 4), i(3), i(2, 7)], .refuses("places")),
  .init(
    CachedAttention(heads: 2, bias: scheme), [f(3, 4), f(9, 4), f(9, 4), i(3), i(3, 7), f(8, 3)],
    .refuses("bias [buckets, heads]")),
  .init(adafactor, [f(4, 3), f(4, 3), f(4), f(3), f(), f()], .gives([f(4, 3), f(4), f(3), f(), f()])),
  .init(adafactor, [f(4, 3), f(4, 3), f(3), f(4), f(), f()], .refuses("moments [rows] and [columns]")),
  .init(full, [f(4), f(4), f(4), f(), f()], .gives([f(4), f(4), f(), f()])),
  .init(full, [f(4), f(4), f(3), f(), f()], .refuses("one shape")),
  .init(
    averaged, [f(4, 3), f(4, 3), f(4), f(3), f(4, 3), f(), f()],
    .gives([f(4, 3), f(4), f(3), f(4, 3), f(), f()])),
  .init(averaged, [f(4, 3), f(4, 3), f(4), f(3), f(12), f(), f()], .refuses("with momentum one")),
  .init(averaged, [f(4, 3), f(4, 3), f(4), f(3), f(), f()], .refuses("takes 7 operands")),
  .init(fullAveraged, [f(4), f(4), f(4), f(4), f(), f()], .gives([f(4), f(4), f(4), f(), f()])),
  .init(fullAveraged, [f(4), f(4), f(4), f(5), f(), f()], .refuses("one shape")),
  .init(
    adamW, [f(4, 3), f(4, 3), f(4, 3), f(4, 3), f(), f(), f()],
    .gives([f(4, 3), f(4, 3), f(4, 3), f(), f()])),
  .init(adamW, [f(4, 3), f(4, 3), f(4, 3), f(12), f(), f(), f()], .refuses("one shape")),
  .init(adamW, [f(4), f(4), f(4), f(4), f(), f(1), f()], .refuses("three scalars")),
  .init(adamW, [f(4), f(4), f(4), f(4), f(), f()], .refuses("takes 7 operands")),
]

@Suite struct ShapeRuleTests {
  @Test(arguments: elementwise + primitives + fused)
  func rule(_ row: ShapeCase) {
    do {
      let types = try row.operation.resultTypes(of: row.operands)
      #expect(.gives(types) == row.outcome)
    } catch {
      guard case .refuses(let words) = row.outcome else {
        Issue.record("\(error)")
        return
      }
      #expect(error.description.contains(words), "\(error)")
      #expect(error.description.hasPrefix("\(row.operation.name) of ("))
      #expect(error.operands == row.operands)
    }
  }

  @Test func everyOperationIsInTheTable() {
    let rows = elementwise + primitives + fused
    for operation in everyOperation {
      let outcomes = rows.filter { $0.operation.name == operation.name }.map(\.outcome)
      #expect(outcomes.contains { if case .gives = $0 { true } else { false } }, "\(operation)")
      #expect(outcomes.contains { if case .refuses = $0 { true } else { false } }, "\(operation)")
    }
  }

  @Test func messageNamesOperationOperandsAndRequirement() {
    let error = #expect(throws: ShapeError.self) { try Add().resultTypes(of: [f(2, 3), f(3)]) }
    #expect(error?.description == "add of (float32[2, 3], float32[3]): takes operands of one shape")
  }
}
