import Autograd

extension ReduceSum: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].reduced(.add, over: axes.sorted())]
  }
}

extension ReduceMaximum: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].reduced(.maximum, over: [operands[0].rank - 1])]
  }
}
