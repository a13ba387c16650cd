import Autograd

extension Add: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0] + operands[1]] }
}

extension Subtract: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0] - operands[1]] }
}

extension Multiply: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0] * operands[1]] }
}

extension Divide: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0] / operands[1]] }
}

extension Maximum: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].binary(.maximum, operands[1])]
  }
}

extension Scale: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].scaled(by: factor)] }
}

extension Offset: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].offset(by: amount)] }
}

extension Exponential: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.exponential)] }
}

extension Logarithm: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.log)] }
}

extension SquareRoot: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.sqrt)] }
}

extension ReciprocalSquareRoot: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.rsqrt)] }
}

extension HyperbolicTangent: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.tanh)] }
}

extension ErrorFunction: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].unary(.errorFunction)] }
}

extension Rectify: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [operands[0].binary(.maximum, operands[0].filled(0))]
  }
}
