import Autograd

/// One operation on some shapes, for every runtime to be held against the interpreter; the gradient is run too unless
/// `lossResults` is zero.
public struct KernelCase: Sendable, CustomStringConvertible {
  /// The operation's name.
  public let name: String
  /// The operands of each shape.
  public let sites: [[Operand]]
  /// Of how many of the first results the loss is made; none for no gradient, `nil` for all.
  public let lossResults: Int?
  /// What is computed of the operands.
  public let body: Experiment.Body

  init(
    _ operation: any Autograd.Operation.Type, _ sites: [[Operand]], lossResults: Int? = nil,
    _ body: @escaping Experiment.Body
  ) {
    name = operation.name
    (self.sites, self.lossResults, self.body) = (sites, lossResults, body)
  }

  public var description: String { name }

  /// The experiment on the operands of a site.
  public func experiment(_ site: Int) -> Experiment {
    Experiment(sites[site], lossResults: lossResults, seed: UInt64(site), body)
  }
}

/// The cases of all operations, fused ones with their gradients.
public let everyKernel =
  elementwiseKernels + shapeKernels + tableKernels + productKernels + fusedKernels + optimizerKernels

extension KernelCase {
  /// The names of the operations that the programs of some cases are made of, in their own words and in reverse mode.
  public static func operations(of cases: [KernelCase]) -> Set<String> {
    Set(cases.flatMap { $0.experiment(0).held.instructions.map { $0.operation.name } })
  }
}

/// Sizes of one, of less and more than a vector, and of enough elements for three threads.
private let shapes: [Shape] = [[], [1], [5, 3], [17], [2, 33], [101, 1009]]
private let one: [[Operand]] = shapes.map { [.floats($0, in: -2...2)] }
private let two: [[Operand]] = shapes.map { [.floats($0, in: -2...2), .floats($0)] }
private let positive: [[Operand]] = shapes.map { [.floats($0, in: 0.5...2)] }
private let quotients: [[Operand]] = shapes.map { [.floats($0), .floats($0, in: 0.5...2)] }
private let rows: [[Operand]] = [[1, 1], [3, 5], [2, 3, 16], [7, 33], [300, 400]].map {
  [.floats($0, in: -3...3)]
}

private let flatRows: [[Operand]] = [[1, 1], [3, 5], [6, 16], [7, 33], [300, 400]].map {
  [.floats($0, in: -3...3)]
}

private let compacted: [[Operand]] = [[1, 1], [3, 5], [4, 8], [6, 16], [7, 33], [130, 170]].map {
  [.floats($0)]
}

/// Operations element by element.
public let elementwiseKernels: [KernelCase] = [
  .init(Add.self, two) { [$0[0] + $0[1]] },
  .init(Subtract.self, two) { [$0[0] - $0[1]] },
  .init(Multiply.self, two) { [$0[0] * $0[1]] },
  .init(Divide.self, quotients) { [$0[0] / $0[1]] },
  .init(Maximum.self, two) { [$0[0].maximum($0[1])] },
  .init(Scale.self, one) { [$0[0].scaled(by: -1.5)] },
  .init(Offset.self, one) { [$0[0].offset(by: 2.25)] },
  .init(Exponential.self, one) { [$0[0].exponential()] },
  .init(Logarithm.self, positive) { [$0[0].logarithm()] },
  .init(ErrorFunction.self, one) { [$0[0].errorFunction()] },
  .init(HyperbolicTangent.self, one) { [$0[0].hyperbolicTangent()] },
  .init(SquareRoot.self, positive) { [$0[0].squareRoot()] },
  .init(ReciprocalSquareRoot.self, positive) { [$0[0].reciprocalSquareRoot()] },
  .init(Rectify.self, one) { [$0[0].rectified()] },
  .init(Select.self, shapes.map { [.integers($0, below: 2), .floats($0), .floats($0)] }) {
    [$0[0].select($0[1], else: $0[2])]
  },
  .init(Compare.self, shapes.map { [.integers($0, below: 3), .integers($0, below: 3)] }, lossResults: 0) {
    [$0[0].isLess(than: $0[1]), $0[0].isEqual(to: $0[1])]
  },
  .init(Compare.self, two, lossResults: 0) { [$0[0].isLess(than: $0[1]), $0[0].isEqual(to: $0[0])] },
  .init(ConvertToFloat.self, shapes.map { [.integers($0, below: 100)] }, lossResults: 0) {
    [$0[0].convertedToFloat()]
  },
  .init(Dropout.self, [[5, 3], [2, 33], [2, 3, 17], [3, 200, 203]].map { [.floats($0), .key()] }) {
    [$0[0].droppedOut(rate: 0.1, key: $0[1])]
  },
  .init(Dropout.self, [[5, 3], [2, 33], [2, 3, 17], [3, 200, 203]].map { [.floats($0), .key()] }) { x in
    let last = x[0].shape.rank - 1
    return [[last], [last - 1], [0, last]].map { x[0].droppedOut(rate: 0.5, key: x[1], sharedAxes: $0) }
  },
]

/// Operations that rearrange, combine or generate elements.
public let shapeKernels: [KernelCase] = [
  .init(Constant.self, [[[1]], [[3, 17]]], lossResults: 0) {
    let builder = $0[0].builder
    return [builder.constant(2.5, $0[0].shape), builder.integerConstant(-7, $0[0].shape)]
  },
  .init(Iota.self, [[[1]], [[3, 17]], [[2, 3, 5]]], lossResults: 0) { x in
    x[0].shape.dimensions.indices.map { x[0].builder.iota(x[0].shape, axis: $0) }
  },
  .init(Reshape.self, [[[6]], [[3, 4]]]) {
    [$0[0].reshaped(to: [1, $0[0].shape.count, 1]).exponential(), $0[0]]
  },
  .init(Barrier.self, [[[1]], [[3, 17]]]) { $0[0].builder.barrier([$0[0].exponential()]) },
  .init(Barrier.self, [[[2, 3], .integers([4], below: 9), [5]]], lossResults: 0) {
    $0[0].builder.barrier($0)
  },
  .init(Broadcast.self, [[[1]], [[7]], [[17]], [[1009]]]) {
    let n = $0[0].shape[0]
    return [$0[0].broadcast(to: [101, n]), $0[0].reshaped(to: [n, 1]).broadcast(to: [3, n, 5])]
  },
  .init(Broadcast.self, [[.integers([3, 1, 5], below: 9)]], lossResults: 0) {
    [$0[0].broadcast(to: [2, 3, 4, 5])]
  },
  .init(Transpose.self, [[[1, 1, 1]], [[2, 3, 5]], [[17, 2, 16]], [[7, 128, 130]]]) { x in
    [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map { x[0].transposed($0) }
  },
  .init(Slice.self, [[[1, 1, 1]], [[3, 3, 5]], [[60, 41, 50]]]) { x in
    (0..<3).flatMap { [x[0].sliced($0, 0..<1), x[0].sliced($0, x[0].shape[$0] / 2..<x[0].shape[$0])] }
  },
  .init(Slice.self, [[.integers([7, 5], below: 9)]], lossResults: 0) { [$0[0].sliced(0, 2..<6)] },
  .init(ZeroPadding.self, [[[1, 1, 1]], [[3, 3, 5]], [[60, 41, 50]]]) { x in
    (0..<3).map { x[0].zeroPadded($0, before: $0, after: 2) }
  },
  .init(ReduceSum.self, [[[1, 1, 1]], [[2, 3, 5]], [[3, 17, 35]], [[60, 41, 50]]]) { x in
    [[0], [1], [2], [0, 1], [0, 2], [1, 2], [2, 1, 0]].map { x[0].sum(over: $0) }
  },
  .init(ReduceSum.self, one) { [$0[0].sum(), $0[0].mean()] },
  .init(ReduceMaximum.self, rows) { [$0[0].maximumOverInnermost()] },
  .init(TopK.self, flatRows, lossResults: 0) { x in
    let width = x[0].shape.innermost
    return [(1, width), (1, (width + 1) / 2), ((width + 1) / 2, width), (width, width)].flatMap {
      let (values, indices) = x[0].largest($0, candidates: $1)
      return [values, indices]
    }
  },
  .init(RoundedRows.self, [[[1, 1]], [[3, 5]], [[6, 16]], [[7, 33]], [[20, 70]]], lossResults: 0) {
    let (words, bounds) = $0[0].roundedRows()
    return [words, bounds]
  },
  .init(CompactRows.self, compacted, lossResults: 0) { x in
    CompactFormat.allCases.flatMap { x[0].compactRows($0).parts }
  },
  .init(ExpandedRows.self, compacted, lossResults: 0) { x in
    CompactFormat.allCases.map { x[0].compactRows($0).expanded() }
  },
  .init(
    RotaryAngles.self,
    [[.given([1], [0])], [.given([5], [3, 0, 77, 9, 1])], [.integers([300], below: 2000)]], lossResults: 0
  ) {
    let angles = $0[0].rotaryAngles(frequencies: [1, 0.1, 0.01], size: 7)
    return [angles.cosines, angles.sines]
  },
  .init(RelativeBuckets.self, [[[1, 1]], [[5, 3]], [[3, 50]], [[200, 300]]], lossResults: 0) { x in
    [true, false].map { isBidirectional in
      x[0].builder.relativeBuckets(
        RelativePositionScheme(isBidirectional: isBidirectional), queries: x[0].shape[0], keys: x[0].shape[1])
    }
  },
]

/// Operations on rows of tables, and key-value caches.
public let tableKernels: [KernelCase] = [
  .init(
    Gather.self,
    [
      [[1, 1], .integers([1], below: 1)], [[5, 3], .integers([2, 4], below: 5)],
      [[50, 17], .integers([7], below: 50)], [[100, 300], .integers([2, 170], below: 100)],
    ]
  ) { [$0[0].gathered(at: $0[1])] },
  .init(
    ScatterAdd.self,
    [
      [[1, 1], .integers([1], below: 9)], [[2, 4, 3], .integers([2, 4], below: 9)],
      [[300, 17], .integers([300], below: 9)], [[50, 130], .integers([50], below: 9)],
    ]
  ) { [$0[0].scatteredAdding(at: $0[1], rows: 9)] },
  .init(
    UpdateRows.self,
    [
      [[1, 1, 1], [1, 1], .given([1], [0])], [[3, 5, 17], [3, 17], .given([3], [4, 0, 2])],
      [[3, 5, 17], [2, 17], .given([2], [4, 4])],
    ], lossResults: 0
  ) { [$0[0].updating(rows: $0[1], at: $0[2])] },
  .init(
    CachedAttention.self,
    [
      [[1, 2], [1, 2], [1, 2], .given([1], [0]), .given([1, 1], [0]), [8, 2]],
      [[3, 6], [20, 6], [20, 6], .given([3], [0, 8, 3]), .integers([3, 9], below: 20), [8, 2]],
      [[3, 34], [7, 34], [7, 34], .given([3], [5, 5, 8]), .integers([3, 9], below: 7), [8, 2]],
      [
        [4, 128], [300, 128], [300, 128], .given([4], [199, 0, 70, 120]), .integers([4, 200], below: 300),
        [8, 2],
      ],
    ], lossResults: 0
  ) {
    let scheme = RelativePositionScheme(buckets: 8, maximumDistance: 20, isBidirectional: false)
    return $0[0].builder.apply(CachedAttention(heads: 2, bias: scheme), $0)
  },
  .init(
    CachedAttention.self,
    [
      [[2, 2], [1, 2], [1, 2], .given([2], [0, -1]), .given([2, 1], [0, 0])],
      [[3, 34], [50, 34], [50, 34], .given([3], [5, -1, 8]), .integers([3, 9], below: 50)],
    ], lossResults: 0
  ) { $0[0].builder.apply(CachedAttention(heads: 2, bias: nil), $0) },
  .init(
    CachedAttention.self,
    [
      [
        [2, 8], [1, 4], [1, 4], .given([2], [0, -1]), .given([2, 1], [0, 0]), [2, 4], [2, 4],
        .given([2], [-1, -1]), .given([2, 1], [0, 0]),
      ],
      [
        [3, 68], [50, 34], [50, 34], .given([3], [5, 0, 8]), .integers([3, 9], below: 50), [30, 34],
        [30, 34],
        .given([3], [11, -1, 3]), .integers([3, 12], below: 30),
      ],
      [
        [5, 256], [90, 128], [90, 128], .given([5], [3, 0, 1, 39, 8]), .integers([5, 40], below: 90),
        [300, 128],
        [300, 128], .given([5], [199, 5, 0, 64, 100]), .integers([5, 200], below: 300),
      ],
    ], lossResults: 0
  ) { $0[0].builder.apply(CachedAttention(heads: 4, keyHeads: 2, bias: nil, hasPrompt: true), $0) },
]

/// [rows, inner, columns]: odd ones, flat ones, and ones that are split by rows and by columns.
private let products = [
  [1, 1, 1], [2, 3, 5], [17, 33, 16], [1, 40, 70], [70, 40, 1], [150, 90, 70], [50, 120, 190], [7, 48, 203],
  [16, 600, 131], [8, 1100, 45], [13, 1040, 9],
]

/// Products of matrices.
public let productKernels: [KernelCase] = [
  .init(MatrixProduct.self, products.map { [.floats([$0[0], $0[1]]), .floats([$0[1], $0[2]])] }) {
    [$0[0].times($0[1])]
  },
  .init(MatrixProduct.self, products.map { [.floats([$0[1], $0[0]]), .floats([$0[1], $0[2]])] }) {
    [$0[0].times($0[1], transposingSelf: true)]
  },
  .init(MatrixProduct.self, products.map { [.floats([$0[0], $0[1]]), .floats([$0[2], $0[1]])] }) {
    [$0[0].times($0[1], transposingOther: true)]
  },
  .init(MatrixProduct.self, products.map { [.floats([$0[1], $0[0]]), .floats([$0[2], $0[1]])] }) {
    [$0[0].times($0[1], transposingSelf: true, transposingOther: true)]
  },
  .init(MatrixProduct.self, [[[1, 2, 3], [1, 3, 4]], [[2, 5, 7, 3], [2, 5, 3, 19]]]) {
    [$0[0].times($0[1]), $0[1].times($0[0], transposingSelf: true, transposingOther: true)]
  },
]
