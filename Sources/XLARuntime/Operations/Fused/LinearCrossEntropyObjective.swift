import Autograd

extension LinearCrossEntropyObjective: XLAOperation {
  /// Loss and dlogits from one look at the logits; reverse mode of the definition reads them some ten times.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let tokens = operands[3].type
    let results: [TokenChunks.Result] = [
      .sum(HLOType([], .float32)), .ofTokens(tokens), .ofTokens(tokens), .ofTokens(operands[0].type),
    ]
    return TokenChunks(operands, emitter)
      .make(results + (differentiatesWeight ? [.sum(operands[1].type)] : [])) { chunk($0) }
  }

  private func chunk(_ operands: [HLOValue]) -> [HLOValue] {
    let (hidden, weight, weights) = (operands[0], operands[1], operands[3])
    let logits = VocabularyLogits(operands)
    let (logSumExp, labelLogit) = (logits.logSumExp, logits.labelLogit)
    let losses =
      logSumExp - labelLogit.scaled(by: labelFactor) + (logSumExp * logSumExp).scaled(by: zLoss)
    func spread(_ x: HLOValue) -> HLOValue { x.broadcast([0], to: logits.exponentials.dimensions) }
    // w (1 + 2 zLoss lse) / sum, on every exponential.
    let share = weights * logSumExp.scaled(by: 2 * zLoss).offset(by: 1) / logits.sum
    let ofLabels = spread(weights.scaled(by: labelFactor))
    let dLogits =
      logits.exponentials * spread(share) - logits.isLabel.select(ofLabels, else: ofLabels.filled(0))
    let dWeight = differentiatesWeight ? [dLogits.times(hidden, contracting: ([0], [0]))] : []
    return [
      (weights * losses).reduced(.add, over: [0]), logSumExp, labelLogit,
      dLogits.times(weight, contracting: ([1], [0])),
    ] + dWeight
  }
}
