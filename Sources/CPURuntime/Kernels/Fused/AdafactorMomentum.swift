import Autograd

/// The average of an Adafactor update's steps, which with momentum is taken off in the place of a step.
struct AdafactorMomentum {
  private let kept, added: Float
  private let old: UnsafePointer<Float>
  private let new: UnsafeMutablePointer<Float>

  /// The moment that is the operand before the last two and the result before the last two; `nil` without momentum.
  init?(_ constants: AdafactorConstants, _ call: borrowing KernelCall) {
    guard let momentum = constants.momentum else { return nil }
    (kept, added) = (Float(momentum), Float(1 - momentum))
    old = call.input(call.operands.count - 3)
    new = call.output(call.results.count - 3)
  }

  /// Averages the steps of `count` elements from `start` on.
  /// - Returns: the averages.
  @inline(__always)
  func average(_ start: Int, _ count: Int, _ step: (Int) -> Float) -> UnsafePointer<Float> {
    let (old, new) = (old + start, new + start)
    for i in 0..<count { new[i] = kept * old[i] + added * step(i) }
    return UnsafePointer(new)
  }
}
