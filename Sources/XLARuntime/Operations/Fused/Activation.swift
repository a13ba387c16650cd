import Autograd

extension Activation: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0] * function.opening(operands[0])]
  }
}

extension ActivationGradient: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[1] * function.slope(operands[0], opening: function.opening(operands[0]))]
  }
}
