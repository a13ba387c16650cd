import Autograd

/// An operation that has StableHLO of its own. Fused operations without any are lowered by their definitions.
protocol XLAOperation: Operation {
  /// Adds the operation's lines.
  /// - Returns: its results, in order.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue]
}
