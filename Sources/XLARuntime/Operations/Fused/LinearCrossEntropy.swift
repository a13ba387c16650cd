import Autograd

extension LinearCrossEntropy: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let chunks = TokenChunks(operands, emitter)
    return chunks.make([.ofTokens(operands[3].type), .ofTokens(operands[3].type)]) { tokens in
      let logits = VocabularyLogits(tokens)
      return [logits.logSumExp, logits.labelLogit]
    }
  }
}

/// What is known of some tokens' logits over a vocabulary; zeros where a token's weight is.
struct VocabularyLogits {
  /// exp(logit - maximum), `[token, vocabulary]`.
  let exponentials: HLOValue
  /// The sum of a token's exponentials, `[token]`.
  let sum: HLOValue
  /// Whether a class is the token's label, `[token, vocabulary]`.
  let isLabel: HLOValue
  /// `[token]`.
  let logSumExp: HLOValue
  /// `[token]`.
  let labelLogit: HLOValue

  /// - Parameter operands: hidden `[token, width]`, weight `[vocabulary, width]`, labels and weights `[token]`.
  init(_ operands: [HLOValue]) {
    let (labels, weights) = (operands[2], operands[3])
    let logits = operands[0].times(operands[1], contracting: ([1], [1]))
    let maximum = logits.reduced(.maximum, over: [1])
    exponentials = (logits - maximum.broadcast([0], to: logits.dimensions)).unary(.exponential)
    sum = exponentials.reduced(.add, over: [1])
    isLabel = logits.emitter.iota(logits.dimensions, axis: 1)
      .compared(.equal, to: labels.broadcast([0], to: logits.dimensions))
    let isMasked = weights.compared(.equal, to: weights.filled(0))
    func unmasked(_ x: HLOValue) -> HLOValue { isMasked.select(x.filled(0), else: x) }
    logSumExp = unmasked(sum.unary(.log) + maximum)
    labelLogit = unmasked(isLabel.select(logits, else: logits.filled(0)).reduced(.add, over: [1]))
  }
}

/// Tokens whose logits are made a chunk after the other where those of all would take too much memory.
struct TokenChunks {
  /// How the results of chunks are put together.
  enum Result {
    /// One behind the other along the first axis.
    case ofTokens(HLOType)
    /// Their sum.
    case sum(HLOType)

    var type: HLOType {
      switch self {
      case .ofTokens(let type), .sum(let type): type
      }
    }
  }

  private let emitter: Emitter
  /// Hidden `[token, width]`, weight, labels and weights `[token]`.
  private let operands: [HLOValue]
  /// How many chunks there are.
  private let count: Int
  /// Tokens of a chunk.
  private let size: Int

  init(_ operands: [HLOValue], _ emitter: Emitter) {
    (self.operands, self.emitter) = (operands, emitter)
    let (tokens, classes) = (operands[0].dimensions[0], operands[1].dimensions[0])
    let most = max(1, emitter.options.logitBytes / (4 * max(classes, 1)))
    count = max(1, (tokens + most - 1) / most)
    size = (tokens + count - 1) / count
  }

  /// Results from those of every chunk.
  func make(_ results: [Result], _ body: ([HLOValue]) -> [HLOValue]) -> [HLOValue] {
    if count == 1 { return body(operands) }
    let tokens = operands[0].dimensions[0]
    // Tokens that are added have no weight.
    let given = operands.enumerated().map { $0 == 1 ? $1 : $1.padded(0, after: count * size - tokens) }
    let start = results.map { result in
      var type = result.type
      if case .ofTokens = result { type.dimensions[0] = count * size }
      return emitter.constant(0, type.dimensions)
    }
    let whole = emitter.loop(count, from: start, given: given) { round, values, given in
      let first = round * emitter.constant(size, .int32)
      let chunk = given.enumerated().map { $0 == 1 ? $1 : $1.part(from: first, count: size) }
      return zip(results, zip(values, body(chunk))).map { result, pair in
        switch result {
        case .ofTokens: pair.0.replacingPart(from: first, with: pair.1)
        case .sum: pair.0 + pair.1
        }
      }
    }
    return zip(results, whole).map { result, value in
      guard case .ofTokens = result else { return value }
      return value.sliced(0, 0..<tokens)
    }
  }
}
