/// The two numbers per token that a cross-entropy over a vocabulary needs, without its logits in memory.
///
/// With logits = hidden weightᵀ, of `[token, vocabulary]`: the logarithm of the sum of their exponentials and
/// the label's logit. The cross-entropy is their difference; z-loss is a function of the first. Tokens whose
/// mask is zero are not computed and give zeros.
/// Operands: hidden `[token, width]`, weight `[vocabulary, width]`, int32 labels `[token]`, float32 mask
/// `[token]`. Results: log-sum-exp `[token]`, label logit `[token]`.
public struct LinearCrossEntropy: FusedOperation {
  public static let name = "linearCrossEntropy"

  /// The operation.
  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireTokensAndHead(operands)
    let tokens = operands[0].shape[0]
    return [.float32([tokens]), .float32([tokens])]
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let (hidden, weight, labels, mask) = (operands[0], operands[1], operands[2], operands[3])
    let builder = hidden.builder
    let logits = hidden.times(weight, transposingOther: true)
    func spread(_ t: Tensor) -> Tensor { t.reshaped(to: [t.shape[0], 1]).broadcast(to: logits.shape) }
    let maximum = logits.maximumOverInnermost()
    let sum = (logits - spread(maximum)).exponential().sum(over: [1])
    let classes = builder.iota(logits.shape, axis: 1)
    let isLabel = classes.isEqual(to: labels.reshaped(to: [labels.shape[0], 1]).broadcast(to: logits.shape))
    let labelLogit = (isLabel.convertedToFloat() * logits).sum(over: [1])
    let zero = builder.constant(0, mask.shape)
    let isMasked = mask.isEqual(to: zero)
    return [
      isMasked.select(zero, else: sum.logarithm() + maximum), isMasked.select(zero, else: labelLogit),
    ]
  }

  /// Losses that are minimised have their gradients from `LinearCrossEntropyObjective`.
  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    preconditionFailure("\(name): LinearCrossEntropyObjective has gradients")
  }

  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let products = operands[0].shape.count * operands[1].shape[0]
    return Cost(floatingPointOperations: 2 * products, reading: operands, writing: results)
  }
}

extension Operation {
  /// Refuses operands that are not hidden states, a head's weight, labels and masks or weights of the tokens.
  func requireTokensAndHead(_ operands: [TensorType]) throws(ShapeError) {
    try requireCount(4, operands)
    try requireFloats(operands, in: 0..<2)
    let (hidden, weight) = (operands[0].shape, operands[1].shape)
    try require(
      hidden.rank == 2 && weight.rank == 2 && hidden[1] == weight[1],
      "takes hidden [token, width] and weight [vocabulary, width]", operands)
    try require(
      operands[2] == .int32([hidden[0]]) && operands[3] == .float32([hidden[0]]),
      "takes one int32 label and one float32 mask for each token", operands)
  }
}

extension Tensor {
  /// Log-sum-exp and label logit of the logits of these hidden states `[token, width]`.
  public func linearCrossEntropy(
    weight: Tensor, labels: Tensor, mask: Tensor
  ) -> (logSumExp: Tensor, labelLogit: Tensor) {
    let results = builder.apply(LinearCrossEntropy(), [self, weight, labels, mask])
    return (results[0], results[1])
  }
}
