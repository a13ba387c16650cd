import Autograd

extension Barrier: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { emitter.barrier(operands) }
}
