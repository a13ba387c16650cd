/// The first value of a run that is infinite or not a number.
public struct NonFiniteValue: Sendable, Hashable {
  /// The index, in the program, of the instruction that made it.
  public var instruction: Int
  /// Which of the instruction's results holds it.
  public var result: Int
  /// Its place in that result, row-major.
  public var element: Int
  /// The value.
  public var value: Float

  /// A value.
  public init(instruction: Int, result: Int, element: Int, value: Float) {
    self.instruction = instruction
    self.result = result
    self.element = element
    self.value = value
  }
}
