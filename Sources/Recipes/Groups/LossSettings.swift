import JSON
import Settings

/// What is minimised.
package struct LossSettings: Sendable, Equatable {
  /// The weight of the squared log-normaliser.
  package var zLoss = 1e-4
  /// The probability that targets give to all other words.
  package var labelSmoothing = 0.0
  /// Which tokens count.
  package var tokens = LossTokens.targets
  /// What the sum over the tokens that count is divided by.
  package var normalization = LossNormalization.targetTokens

  /// The defaults.
  package init() {}
}

extension LossSettings: SettingGroup {
  package static let settings: [Setting<LossSettings>] = [
    Setting("zLoss", \.zLoss, .from(0, through: 1_000), "weight of the squared log-normalizer"),
    Setting(
      "labelSmoothing", \.labelSmoothing, .from(0, below: 1),
      "probability that targets give to all other words"),
    Setting(
      "tokens", \.tokens,
      "which tokens count: targets, or all, those of prompts too, of a decoder alone"),
    Setting(
      "normalization", \.normalization, .above(0),
      "what the sum over them is divided by: target-tokens (their number), a number, or by sum nothing"
    ),
  ]
}

/// Which tokens the loss is a sum over.
package enum LossTokens: String, Sendable, CaseIterable {
  /// Those of targets.
  case targets
  /// Those of prompts too, as of a text that is written on.
  case all
}

extension LossTokens: SettingChoice {}

/// What the loss, a sum over tokens, is divided by.
package enum LossNormalization: Sendable, Equatable {
  /// The number of tokens in the step that count: those of targets, unless `tokens` has those of prompts count too.
  case targetTokens
  /// Nothing.
  case sum
  /// A fixed number, such as 233,472 (2048 x 114) for T5's pre-training.
  case constant(Double)
}

extension LossNormalization: SettingValue {
  private static let words = ["target-tokens", "sum"]
  package static var shape: SettingShape { .choiceOrNumber(words) }

  package var json: OrderedJSON {
    switch self {
    case .targetTokens: .string("target-tokens")
    case .sum: .string("sum")
    case .constant(let divisor): .number(divisor)
    }
  }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading)
    -> LossNormalization?
  {
    switch field.node.content {
    case .number: return Double.read(field, limits: limits, reading: &reading).map(LossNormalization.constant)
    case .string("target-tokens"): return .targetTokens
    case .string("sum"): return .sum
    case .string(let word):
      reading.problems.append(.unknownChoice(location: field.location, value: word, valid: words))
    default:
      reading.problems.append(
        .json(
          .wrongType(
            location: field.location, expected: "'target-tokens', 'sum' or a number", found: field.node.kind))
      )
    }
    return nil
  }
}
