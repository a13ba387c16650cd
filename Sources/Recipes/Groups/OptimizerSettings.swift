import Autograd
import JSON
import Optimizers
import Settings

/// What changes the weights, and its learning rate.
package struct OptimizerSettings: Sendable, Equatable {
  /// The optimizer.
  package var kind = OptimizerKind.adafactor
  /// The learning rate; with `multiplyByParameterScale` relative to each tensor's size.
  package var learningRate = 5e-4
  /// How the learning rate changes after the warm-up.
  package var schedule = LearningRateSchedule.Shape.constant
  /// Steps over which the learning rate rises from zero.
  package var warmupSteps = 0
  /// The share of each weight that a step takes away, of AdamW times the learning rate; `nil` is none.
  package var weightDecay: Double?
  /// The largest norm of all gradients together; `nil` does not clip.
  package var globalNormClip: Double?

  // Adafactor's own.

  /// The second moment's decay at step i, counted from 1, is 1 - i^-decayExponent.
  package var decayExponent = 0.8
  /// The largest root mean square of an update before scaling; `nil` does not clip.
  package var clippingThreshold: Double? = 1.0
  /// The least scale of a tensor, so that zeros can grow.
  package var epsilonParameterScale = 1e-3
  /// Added to squared gradients.
  package var epsilonGradient = 1e-30
  /// Whether updates are relative to the tensor's root mean square.
  package var multiplyByParameterScale = true
  /// Matrices with both sides at least this long keep row and column moments only.
  package var minimumDimensionToFactor = 128
  /// The share of the average of past steps in a step; `nil` keeps no first moment.
  package var momentum: Double?

  // AdamW's own.

  /// The share of the first moment that a step keeps.
  package var beta1 = 0.9
  /// The share of the second moment that a step keeps.
  package var beta2 = 0.999
  /// Added to the root of the second moment.
  package var epsilon = 1e-8
  /// Whether the moments, which begin as zeros, are scaled up to what they estimate.
  package var biasCorrection = true
  /// Whether weight decay is for norms and biases too.
  package var decayNormsAndBiases = false

  /// The defaults.
  package init() {}

  /// The optimizer as it is set.
  package var rule: any Optimizer {
    switch kind {
    case .adafactor:
      Adafactor(
        constants: AdafactorConstants(
          gradientEpsilon: Float(epsilonGradient), parameterScaleEpsilon: Float(epsilonParameterScale),
          clippingThreshold: clippingThreshold.map(Float.init),
          multipliesByParameterScale: multiplyByParameterScale,
          weightDecay: Float(weightDecay ?? 0), momentum: momentum),
        decayExponent: decayExponent, minimumDimensionToFactor: minimumDimensionToFactor)
    case .adamw:
      AdamW(
        beta1: beta1, beta2: beta2, epsilon: Float(epsilon), weightDecay: Float(weightDecay ?? 0),
        correctsBias: biasCorrection, decaysNormsAndBiases: decayNormsAndBiases)
    }
  }

  /// Optimizer and schedule in words: `AdamW, cosine after 100 steps of warm-up`.
  package var words: String { "\(rule.name), \(scheduleWords)" }

  /// The schedule in words: `cosine after 100 steps of warm-up`.
  package var scheduleWords: String {
    if warmupSteps == 0 { return schedule.rawValue }
    return "\(schedule.rawValue) after \(warmupSteps) step\(warmupSteps == 1 ? "" : "s") of warm-up"
  }

  /// The learning rate of every step.
  package func learningRates(steps: Int) -> LearningRateSchedule {
    LearningRateSchedule(
      shape: schedule, peak: learningRate, warmupSteps: warmupSteps, totalSteps: steps)
  }
}

/// An optimizer that a recipe can name.
package enum OptimizerKind: String, Sendable, Codable, SettingChoice {
  /// Adafactor as t5x has it.
  case adafactor
  /// Adam with decoupled weight decay.
  case adamw
}

extension LearningRateSchedule.Shape: SettingChoice {
  /// Recipes and runs of earlier versions have T5X's name.
  package static let formerWords = ["rsqrt": Self.inverseSquareRoot]
}

extension OptimizerSettings: SettingGroup {
  package static let settings = common + OptimizerKind.allCases.flatMap(settings(of:))

  /// What is not this optimizer's is not written.
  package var json: OrderedJSON {
    let known = Self.keys(knownTo: kind)
    return .object(
      Self.settings.filter { known.contains($0.key) }.map { OrderedJSON.Member($0.key, $0.json(self)) })
  }

  /// The settings that an optimizer knows, in the order in which they are written.
  package static func keys(knownTo kind: OptimizerKind) -> [String] {
    (common + settings(of: kind)).map(\.key)
  }

  private static let common: [Setting<OptimizerSettings>] = [
    Setting("kind", \.kind, "optimizer; the settings that only another one knows are refused"),
    Setting("learningRate", \.learningRate, .above(0, through: 1_000), "learning rate"),
    Setting("schedule", \.schedule, "how the learning rate changes after the warm-up"),
    Setting(
      "warmupSteps", \.warmupSteps, .from(0, through: 1_000_000_000),
      "steps over which the learning rate rises from zero"),
    Setting(
      "weightDecay", \.weightDecay, .from(0, below: 1),
      "share of each weight that a step takes away, of adamw times the learning rate"),
    Setting(
      "globalNormClip", \.globalNormClip, .above(0),
      "largest norm of all gradients together; null does not clip"),
  ]

  /// The settings that only this optimizer knows.
  package static func settings(of kind: OptimizerKind) -> [Setting<OptimizerSettings>] {
    switch kind {
    case .adafactor:
      [
        Setting(
          "decayExponent", \.decayExponent, .above(0, through: 1),
          "second moment's decay is 1 - step^-decayExponent"),
        Setting(
          "clippingThreshold", \.clippingThreshold, .above(0),
          "largest root mean square of an update; null does not clip"),
        Setting("epsilonParameterScale", \.epsilonParameterScale, .above(0), "least scale of a tensor"),
        Setting("epsilonGradient", \.epsilonGradient, .above(0), "added to squared gradients"),
        Setting(
          "multiplyByParameterScale", \.multiplyByParameterScale,
          "whether updates are relative to the tensor's size"),
        Setting(
          "minimumDimensionToFactor", \.minimumDimensionToFactor, .from(1, through: 1_000_000_000),
          "matrices with both sides at least this long keep row and column moments only"),
        Setting(
          "momentum", \.momentum, .from(0, below: 1),
          "share of the average of past steps in a step, kept for each weight; null keeps none"),
      ]
    case .adamw:
      [
        Setting("beta1", \.beta1, .from(0, below: 1), "share of the first moment that a step keeps"),
        Setting("beta2", \.beta2, .from(0, below: 1), "share of the second moment that a step keeps"),
        Setting(
          "epsilon", \.epsilon, .from(1e-30, through: 1), "added to the root of the second moment"),
        Setting(
          "biasCorrection", \.biasCorrection,
          "whether the moments, which begin as zeros, are scaled up to what they estimate"),
        Setting(
          "decayNormsAndBiases", \.decayNormsAndBiases,
          "whether weightDecay is for norms and relative position biases too"),
      ]
    }
  }
}
