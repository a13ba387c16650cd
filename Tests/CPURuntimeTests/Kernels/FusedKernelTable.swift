import AutogradTestSupport

@testable import Autograd

private let bidirectional = RelativePositionScheme(buckets: 8, maximumDistance: 20, isBidirectional: true)
private let causal = RelativePositionScheme(buckets: 32, maximumDistance: 128, isBidirectional: false)

/// The operands of an attention, without bias and key.
private func attended(_ width: Int, _ queries: [[Int]], _ queryLength: Int, _ keys: [[Int]], _ keyLength: Int)
  -> [Operand]
{
  let (query, key): (Shape, Shape) = ([queries.count, queryLength, width], [keys.count, keyLength, width])
  return [
    .floats(query), .floats(key), .floats(key), .segments(queries, length: queryLength),
    .segments(keys, length: keyLength),
  ]
}

/// The operands of a self-attention, without bias and key.
private func attended(_ width: Int, _ segments: [[Int]], _ length: Int) -> [Operand] {
  attended(width, segments, length, segments, length)
}

/// One place, one segment, several with padding, rows of nothing but padding, more queries than a tile has.
private let selfAttended: [[Operand]] = [
  attended(2, [[1]], 1), attended(2, [[1]], 3), attended(6, [[7]], 7),
  attended(34, [[3, 1, 4], [], [9]], 9),
  attended(24, [[65], [20, 40], [1, 1, 60]], 67), attended(128, [[130], [64, 64]], 130),
]
private let crossAttended: [[Operand]] = [
  attended(6, [[2, 1], [3]], 4, [[1, 4], [5]], 5), attended(6, [[2, 2]], 5, [[3]], 7),
  attended(24, [[70], [30, 20]], 70, [[10], [17, 16]], 33),
]

private func attention(_ attention: Attention) -> Experiment.Body {
  { $0[0].builder.apply(attention, $0) }
}

/// Tokens, width and classes, some larger than the tiles of the kernel.
private let crossEntropies = [
  [1, 1, 1], [3, 5, 7], [40, 17, 100], [600, 8, 40], [20, 16, 1100], [560, 5, 530],
]

let fusedKernels: [KernelCase] = [
  .init(
    RMSNorm.self, [[[1, 1], [1]], [[3, 5], [5]], [[2, 3, 33], [33]], [[300, 400], [400]]], lossResults: 1
  ) {
    // Over one element x / |x| has no slope to speak of, unless epsilon gives it one.
    $0[0].builder.apply(RMSNorm(epsilon: $0[0].shape.innermost == 1 ? 0.1 : 1e-6), $0)
  },
  .init(
    GatedGELU.self, [[], [1], [5, 3], [17], [101, 1009]].map { [.floats($0, in: -6...6), .floats($0)] }
  ) {
    [$0[0].gatedGELU($0[1])]
  },
  .init(
    GroupedDropout.self,
    [(1, 1, 1, 1), (2, 3, 17, 2), (1, 300, 203, 5)].map { batch, length, width, groups in
      [.floats([batch, length, width]), .key(), .integers([batch, length], below: groups)]
    }
  ) {
    [$0[0].droppedOut(rate: 0.3, key: $0[1], groups: $0[2], count: 5)]
  },
  .init(
    LogSumExp.self, [[1, 1], [3, 5], [6, 16], [7, 33], [300, 400]].map { [.floats($0, in: -9...9)] }
  ) {
    [$0[0].logSumExp()]
  },
  .init(
    LinearArgmax.self,
    [(1, 1, 1), (3, 5, 7), (8, 33, 100), (17, 64, 600)].map { [[$0.0, $0.1], [$0.2, $0.1]] }, lossResults: 0
  ) { x in
    [x[1].shape[0], (x[1].shape[0] + 1) / 2].map {
      x[0].linearArgmax(weight: x[1], rounded: x[1].roundedRows(), candidates: $0)
    }
  },
  .init(
    LinearCrossEntropy.self,
    crossEntropies.map {
      [
        .floats([$0[0], $0[1]], in: -2...2), .floats([$0[2], $0[1]]), .integers([$0[0]], below: $0[2]),
        .mask($0[0]),
      ]
    }, lossResults: 0
  ) { $0[0].builder.apply(LinearCrossEntropy(), $0) },
  .init(
    LinearCrossEntropyObjective.self,
    crossEntropies.map {
      [
        .floats([$0[0], $0[1]], in: -2...2), .floats([$0[2], $0[1]]), .integers([$0[0]], below: $0[2]),
        .floats([$0[0]], in: 0.1...1),
      ]
    }, lossResults: 1
  ) { $0[0].builder.apply(LinearCrossEntropyObjective(labelFactor: 0.9, zLoss: 0.01), $0) },
  .init(
    Attention.self, selfAttended + crossAttended, lossResults: 1,
    attention(Attention(heads: 2, isCausal: false, bias: nil))),
  .init(
    Attention.self, selfAttended + crossAttended, lossResults: 1,
    attention(Attention(heads: 2, isCausal: true, bias: nil))),
  .init(
    Attention.self, (selfAttended + crossAttended).map { $0 + [[8, 2]] }, lossResults: 1,
    attention(Attention(heads: 2, isCausal: false, bias: bidirectional))),
  .init(
    Attention.self, selfAttended.map { $0 + [[32, 2]] }, lossResults: 1,
    attention(Attention(heads: 2, isCausal: true, bias: causal))),
  .init(
    Attention.self, selfAttended.map { $0 + [[32, 2], .key()] }, lossResults: 1,
    attention(Attention(heads: 2, isCausal: true, bias: causal, dropoutRate: 0.2, dropoutStream: 3))),
  .init(
    Attention.self, crossAttended.map { $0 + [.key()] }, lossResults: 1,
    attention(Attention(heads: 2, isCausal: false, bias: nil, dropoutRate: 0.4, dropoutStream: 1))),
]

let optimizerKernels: [KernelCase] = [
  .init(
    AdafactorUpdate.self,
    [[1, 1], [3, 2], [2, 3], [5, 5], [33, 17], [300, 250], [120, 900]].map { shape in
      let (rows, columns) = (shape[0], shape[1])
      return [
        .floats(Shape(shape)), .floats(Shape(shape)), .positive(rows), .positive(columns), .positive(),
        .positive(),
      ]
    }, lossResults: 0
  ) { x in
    let decay = x[5].scaled(by: 0.4)
    return adafactorConstants.flatMap {
      x[0].builder.apply(AdafactorUpdate(constants: $0), Array(x.prefix(5)) + [decay])
    }
  },
  .init(
    AdafactorFullUpdate.self,
    [[], [1], [17], [5, 9], [700]].map {
      [.floats($0), .floats($0), .floats($0, in: 0.5...2), .positive(), .positive()]
    }, lossResults: 0
  ) { x in
    let decay = x[4].scaled(by: 0.4)
    return adafactorConstants.flatMap {
      x[0].builder.apply(AdafactorFullUpdate(constants: $0), Array(x.prefix(4)) + [decay])
    }
  },
]

/// Every switch of Adafactor thrown.
let adafactorConstants: [AdafactorConstants] = [
  .init(), .init(clippingThreshold: nil), .init(clippingThreshold: 0.25),
  .init(multipliesByParameterScale: false),
  .init(parameterScaleEpsilon: 10), .init(gradientEpsilon: 0.01, weightDecay: 0.1),
]
