/// What a run of an arm is expected to take: its steps, and its evaluations.
package struct ArmForecast: Sendable, Equatable {
  /// Steps, 0 of an arm that is not trained.
  package let steps: Int
  /// Seconds of a step.
  package let secondsPerStep: Double
  /// Evaluations.
  package let evaluations: Int
  /// Seconds of an evaluation.
  package let secondsPerEvaluation: Double

  /// A forecast.
  package init(steps: Int, secondsPerStep: Double, evaluations: Int, secondsPerEvaluation: Double) {
    self.steps = steps
    self.secondsPerStep = secondsPerStep
    self.evaluations = evaluations
    self.secondsPerEvaluation = secondsPerEvaluation
  }

  /// Seconds of a run.
  package var seconds: Double {
    Double(steps) * secondsPerStep + Double(evaluations) * secondsPerEvaluation
  }
}
