import Autograd

extension Compare: XLAOperation {
  /// Programs have int32 1 or 0; what reads that as a condition finds the truth value that it was made of.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let truth = operands[0].compared(relation == .equal ? .equal : .less, to: operands[1])
    let number = truth.converted(to: .int32)
    emitter.note(truth, of: number)
    return [number]
  }
}

extension Select: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [emitter.truth(of: operands[0]).select(operands[1], else: operands[2])]
  }
}

extension ConvertToFloat: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].converted(to: .float32)]
  }
}
