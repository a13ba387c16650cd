import Autograd

extension LinearArgmax: XLAOperation {
  /// The least index that has the maximum. Rounded rows, which save a processor reading the weight, are not looked
  /// at.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let logits = operands[0].times(operands[1], contracting: ([1], [1])).sliced(1, 0..<candidates)
    let maximum = logits.reduced(.maximum, over: [1])
    let holds = logits.compared(.equal, to: maximum.broadcast([0], to: logits.dimensions))
    let indices = emitter.iota(logits.dimensions, axis: 1)
    let least = holds.select(indices, else: indices.filled(whole: Int(Int32.max))).reduced(
      .minimum, over: [1])
    // Where a logit is no number, nothing has the maximum.
    let inTable = least.binary(.minimum, least.filled(whole: candidates - 1))
    return [inTable.reshaped(to: [logits.dimensions[0], 1])]
  }
}
