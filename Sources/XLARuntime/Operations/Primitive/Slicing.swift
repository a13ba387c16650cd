import Autograd

extension Slice: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].sliced(axis, range)] }
}

extension ZeroPadding: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].padded(axis, before: before, after: after)]
  }
}
