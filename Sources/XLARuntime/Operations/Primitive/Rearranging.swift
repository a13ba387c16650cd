import Autograd

extension Reshape: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].reshaped(to: shape.dimensions)]
  }
}

extension Transpose: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].transposed(permutation)]
  }
}

extension Broadcast: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].broadcast(Array(0..<shape.rank), to: shape.dimensions)]
  }
}
