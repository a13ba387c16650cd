/// Adafactor as t5x has it, and its learning rate.
public struct OptimizerSettings: Sendable, Equatable {
  /// The learning rate; with `multiplyByParameterScale` relative to each tensor's size.
  public var learningRate = 5e-4
  /// How the learning rate changes.
  public var schedule = LearningRateSchedule.constant
  /// Steps over which the learning rate rises from zero.
  public var warmupSteps = 0
  /// The second moment's decay at step i, counted from 1, is 1 - i^-decayExponent.
  public var decayExponent = 0.8
  /// The largest root mean square of an update before scaling; `nil` does not clip.
  public var clippingThreshold: Double? = 1.0
  /// The least scale of a tensor, so that zeros can grow.
  public var epsilonParameterScale = 1e-3
  /// Added to squared gradients.
  public var epsilonGradient = 1e-30
  /// Whether updates are relative to the tensor's root mean square.
  public var multiplyByParameterScale = true
  /// Matrices with both sides at least this long keep row and column moments only.
  public var minimumDimensionToFactor = 128
  /// The share of each weight that a step takes away; `nil` is none.
  public var weightDecay: Double?
  /// The largest norm of all gradients together; `nil` does not clip.
  public var globalNormClip: Double?

  /// The defaults.
  public init() {}
}

extension OptimizerSettings: SettingGroup {
  static let settings: [Setting<OptimizerSettings>] = [
    Setting("learningRate", \.learningRate, .above(0, through: 1_000), "learning rate"),
    Setting("schedule", \.schedule, "how the learning rate changes"),
    Setting(
      "warmupSteps", \.warmupSteps, .from(0, through: 1_000_000_000),
      "steps over which the learning rate rises from zero"),
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
    Setting("weightDecay", \.weightDecay, .from(0, below: 1), "share of each weight that a step takes away"),
    Setting(
      "globalNormClip", \.globalNormClip, .above(0),
      "largest norm of all gradients together; null does not clip"),
  ]
}

/// How the learning rate changes after the warm-up.
public enum LearningRateSchedule: String, Sendable, Codable, SettingChoice {
  /// Not at all, as Flan-T5 was finetuned.
  case constant
  /// In a straight line to zero at the last step.
  case linear
  /// With the square root of the step.
  case reciprocalSquareRoot = "rsqrt"
}
