/// What one step did.
package struct StepMetrics: Sendable, Codable, Equatable {
  /// The step, counted from 1.
  package var step: Int
  /// Cross-entropy per target token of the step, in nats.
  package var loss: Double
  /// The squared log-sum-exp of the logits per target token times `loss.zLoss`, in nats: what the objective
  /// has besides; `nil` where that weight is 0.
  package var zLoss: Double?
  /// Target tokens, padding not counted.
  package var targetTokens: Int
  /// Input tokens, padding not counted.
  package var inputTokens: Int
  /// Examples in the step's rows.
  package var examples: Int
  /// The share of the places for tokens of prompts that is not padding, from 0 to 1.
  package var inputFill: Double
  /// The share of the places for tokens of targets that is not padding, from 0 to 1.
  package var targetFill: Double
  /// The norm of all gradients together, where it is computed.
  package var gradientNorm: Double?
  /// The root mean square of all weights' updates, where it is computed.
  package var updateRMS: Double?
  /// The learning rate.
  package var learningRate: Double
  /// Seconds that the step took.
  package var seconds: Double

  /// The metrics of a step.
  package init(
    step: Int, loss: Double, zLoss: Double? = nil, targetTokens: Int, inputTokens: Int, examples: Int,
    inputFill: Double,
    targetFill: Double, gradientNorm: Double? = nil, updateRMS: Double? = nil, learningRate: Double,
    seconds: Double
  ) {
    self.step = step
    self.loss = loss
    self.zLoss = zLoss
    self.targetTokens = targetTokens
    self.inputTokens = inputTokens
    self.examples = examples
    self.inputFill = inputFill
    self.targetFill = targetFill
    self.gradientNorm = gradientNorm
    self.updateRMS = updateRMS
    self.learningRate = learningRate
    self.seconds = seconds
  }

  /// Tokens, padding not counted, that the step did in a second.
  package var tokensPerSecond: Double {
    seconds > 0 ? (Double(inputTokens) + Double(targetTokens)) / seconds : 0
  }
}

/// A step whose loss or gradient norm lies far above that of recent steps.
package struct LossSpike: Sendable, Codable, Equatable {
  /// What is watched.
  package enum Quantity: String, Sendable, Codable, CaseIterable {
    /// Cross-entropy per target token.
    case loss
    /// The norm of all gradients together.
    case gradientNorm
  }

  /// The step, counted from 1.
  package var step: Int
  /// What has risen.
  package var quantity: Quantity
  /// Its value.
  package var value: Double
  /// Its running mean before the step.
  package var mean: Double
  /// How many standard deviations the value lies above the mean.
  package var deviations: Double
  /// The step's examples with the highest losses, the highest first.
  package var examples: [BatchExample]

  /// A spike.
  package init(
    step: Int, quantity: Quantity, value: Double, mean: Double, deviations: Double, examples: [BatchExample]
  ) {
    self.step = step
    self.quantity = quantity
    self.value = value
    self.mean = mean
    self.deviations = deviations
    self.examples = examples
  }
}
