import Autograd

extension Attention: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let sides = AttentionSides(self, operands, emitter)
    let masked = sides.visible.select(sides.scores, else: sides.scores.filled(-1e10))
    let maximum = masked.reduced(.maximum, over: [3])
    let exponentials = sides.visible.select(
      (masked - sides.spread(maximum)).unary(.exponential), else: masked.filled(0))
    let sum = exponentials.reduced(.add, over: [3])
    // A query that sees nothing has the sum 0; the floor keeps its output 0 instead of 0 / 0.
    let floor = sum.filled(1e-30)
    let floored = sum.binary(.maximum, floor)
    let logSumExp = floor.compared(.less, to: sum)
      .select(floored.unary(.log) + maximum, else: sum.filled(0))
    let weights = exponentials / sides.spread(floored)
    let output = AttentionSides.rows(weights, of: sides.valueHeads)
      .times(sides.seen, batch: ([0, 1], [0, 2]), contracting: ([3], [1]))
    return [AttentionSides.joined(output, heads: heads), logSumExp]
  }
}
