/// What training minimises over a vocabulary, with its gradients, from one look at the logits.
///
/// With logits = hidden weightᵀ, of `[token, vocabulary]`, lse the logarithm of the sum of their exponentials and w the tokens'
/// weights: objective = Σ w (lse - labelFactor logit[label] + zLoss lse²). A backward pass of its own would make the logits
/// again, a quarter of all arithmetic; but what it needs is known as soon as a token's lse is: dlogits =
/// w ((1 + 2 zLoss lse) softmax(logits) - labelFactor onehot(label)), dhidden = dlogits weight, dweight = dlogitsᵀ hidden. Tokens
/// whose weight is zero are not computed and give zeros.
/// Operands: hidden `[token, width]`, weight `[vocabulary, width]`, int32 labels `[token]`, float32 weights `[token]`. Results:
/// objective `[]`, log-sum-exp `[token]`, label logit `[token]`, dhidden, and dweight unless the weight is frozen. Only the
/// objective has a gradient.
public struct LinearCrossEntropyObjective: FusedOperation {
  public static let name = "linearCrossEntropyObjective"

  /// What a label's logit is multiplied by: 1 without label smoothing.
  public let labelFactor: Float
  /// The weight of the squared log-sum-exp.
  public let zLoss: Float
  /// Whether the weight's gradient is made too.
  public let differentiatesWeight: Bool

  /// The operation.
  public init(labelFactor: Float = 1, zLoss: Float = 0, differentiatesWeight: Bool = true) {
    self.labelFactor = labelFactor
    self.zLoss = zLoss
    self.differentiatesWeight = differentiatesWeight
  }

  public var attributes: String {
    "labelFactor: \(labelFactor), zLoss: \(zLoss)" + (differentiatesWeight ? "" : ", frozen weight")
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireTokensAndHead(operands)
    return [.float32([]), operands[3], operands[3], operands[0]] + (differentiatesWeight ? [operands[1]] : [])
  }

  public func definition(_ operands: [Tensor]) -> [Tensor] {
    let program = ProgramBuilder.record { builder in
      let inputs = operands.enumerated().map { builder.input("operand \($0)", $1.type) }
      let numbers = LinearCrossEntropy().definition(inputs)
      let logSumExp = numbers[0]
      let losses =
        logSumExp - numbers[1].scaled(by: labelFactor) + (logSumExp * logSumExp).scaled(by: zLoss)
      let objective = (inputs[3] * losses).sum()
      let gradients = builder.gradients(
        of: objective, withRespectTo: Array(inputs.prefix(differentiatesWeight ? 2 : 1)))
      for (index, result) in ([objective] + numbers + gradients).enumerated() {
        builder.output("\(index)", result)
      }
    }
    return operands[0].builder.append(program, operands: operands)
  }

  public func pullback(_ pullback: Pullback) -> [Tensor?] {
    let (cotangent, results) = (pullback.cotangent, pullback.results)
    precondition(differentiatesWeight || !pullback.needs[1], "the gradient of a frozen weight is asked for")
    let gradients: [Tensor?] = results[3...].map { $0.scaled(by: cotangent) }
    return gradients + [Tensor?](repeating: nil, count: 4 - gradients.count)
  }

  /// The product of the logits, and one for each gradient.
  public func cost(operands: [TensorType], results: [TensorType]) -> Cost {
    let products = operands[0].shape.count * operands[1].shape[0]
    return Cost(
      floatingPointOperations: (differentiatesWeight ? 6 : 4) * products, reading: operands, writing: results)
  }
}

extension Tensor {
  /// The objective of the logits of these hidden states `[token, width]`, with log-sum-exp and label logit of every token.
  public func linearCrossEntropyObjective(
    weight: Tensor, labels: Tensor, weights: Tensor, labelFactor: Float, zLoss: Float,
    differentiatesWeight: Bool = true
  ) -> (objective: Tensor, logSumExp: Tensor, labelLogit: Tensor) {
    let results = builder.apply(
      LinearCrossEntropyObjective(
        labelFactor: labelFactor, zLoss: zLoss, differentiatesWeight: differentiatesWeight),
      [self, weight, labels, weights])
    return (results[0], results[1], results[2])
  }

  /// Every element times a scalar; the tensor itself where that is the constant 1.
  func scaled(by factor: Tensor) -> Tensor {
    let maker = builder.program.instructions.last { $0.results.contains(factor.id) }
    if let constant = maker?.operation as? Constant, constant.value == 1 { return self }
    return self * factor.broadcast(to: shape)
  }
}
