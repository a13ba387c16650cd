/// The numbers of a step that an optimizer's updates take: they differ from step to step, the recorded program does not.
public struct StepScalars: Sendable, Hashable {
  /// A number and the input of the step's program that it is given to.
  public struct Scalar: Sendable, Hashable {
    /// The input's name.
    public let name: String
    /// The value, which the program takes as float32.
    public let value: Double
  }

  /// The learning rate, then the optimizer's own, in the order of the update's operands.
  public let all: [Scalar]
  /// The learning rate.
  public let learningRate: Double

  /// The numbers of a step.
  /// - Parameter others: the optimizer's own, by name.
  public init(learningRate: Double, _ others: KeyValuePairs<String, Double> = [:]) {
    self.learningRate = learningRate
    all =
      [Scalar(name: "learningRate", value: learningRate)]
      + others.map { Scalar(name: $0.key, value: $0.value) }
  }
}
