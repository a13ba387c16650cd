import Autograd

extension MatrixProduct: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let rank = operands[0].rank
    let batch = Array(0..<rank - 2)
    return [
      operands[0].times(
        operands[1], batch: (batch, batch),
        contracting: ([transposesLeft ? rank - 2 : rank - 1], [transposesRight ? rank - 1 : rank - 2]))
    ]
  }
}
