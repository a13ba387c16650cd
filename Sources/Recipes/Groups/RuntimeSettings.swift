import JSON
import Settings

/// What computes: this program's own kernels, or programs that a plug-in of XLA's compiles for its device.
package struct RuntimeSettings: Sendable, Hashable {
  /// Who runs the programs of a step.
  package var kind = RuntimeKind.cpu
  /// XLA's plug-in, by its path or by a name such as `cuda13`; `nil` is the one that the environment names, else the
  /// first for a card, else the first.
  package var plugin: String?
  /// The devices that share a step.
  package var devices = DeviceCount.some(1)
  /// How weights and the optimizer's slots lie on them.
  package var weights = WeightPlacement.replicated
  /// What a step computes with.
  package var arithmetic = RuntimeArithmetic.float32
  /// The share of a card's memory that the run takes at its start; `nil` is `standardMemoryFraction`.
  package var memoryFraction: Double?

  /// The share of a card's memory that is taken where a recipe does not say.
  package static let standardMemoryFraction = 0.9

  /// The settings that no result depends on but by what they lead to, which the run's passport has.
  package static let keysWithoutResults = [
    "runtime.plugin", "runtime.memoryFraction", "runtime.devices", "runtime.weights",
  ]

  /// The defaults.
  package init() {}

  /// A runtime by its kind, with a plug-in by its path or name.
  package init(kind: RuntimeKind, plugin: String? = nil) { (self.kind, self.plugin) = (kind, plugin) }
}

/// How many devices share a step.
package enum DeviceCount: Sendable, Hashable {
  /// All that the plug-in has.
  case all
  /// So many.
  case some(Int)

  /// The number in words.
  package var words: String {
    switch self {
    case .all: "'all'"
    case .some(let count): "\(count)"
    }
  }
}

/// How weights and the optimizer's slots lie on several devices.
package enum WeightPlacement: String, Sendable, CaseIterable {
  /// Every device has all of them.
  case replicated
  /// Every device has a part, of each whose first axis can be divided by their number; what a step needs of the others it is
  /// sent, as fully sharded data parallelism (ZeRO-3) does.
  case split
}

/// Who runs the programs of a step.
package enum RuntimeKind: String, Sendable, CaseIterable {
  /// The program's own kernels on the processor.
  case cpu
  /// XLA, through a plug-in for the processor, a card or a TPU.
  case xla
}

/// What a step computes with. Weights, the optimizer's state, the loss and gradients of parameters are float32 in all of them.
package enum RuntimeArithmetic: String, Sendable, CaseIterable {
  /// All digits of float32.
  case float32
  /// Products as the device makes them fastest from float32 numbers: on NVIDIA's cards with the digits of TF32.
  case tf32
  /// Activations in bfloat16, and products of bfloat16 numbers summed in float32, as t5x does.
  case bfloat16
}

extension RuntimeSettings: SettingGroup {
  package static let settings: [Setting<RuntimeSettings>] = [
    Setting("kind", \.kind, "who computes: this program's kernels (cpu), or a plug-in of XLA's (xla)"),
    Setting(
      "plugin", \.plugin,
      "XLA's plug-in, a path or a name such as cuda13; null: FLAN_TRAIN_PJRT, else the first found"),
    Setting(
      "devices", \.devices, .from(1, through: 65_536), "devices that share a step's rows: a number, or all"),
    Setting(
      "weights", \.weights,
      "on several devices: each has every weight (replicated) or a part of it (split)"
    ),
    Setting("arithmetic", \.arithmetic, "what a step computes with; on XLA alone another than float32"),
    Setting(
      "memoryFraction", \.memoryFraction, .above(0, through: 1),
      "share of a card's memory taken at the start; null: 0.9"),
  ]
}

extension RuntimeKind: SettingChoice {}
extension RuntimeArithmetic: SettingChoice {}
extension WeightPlacement: SettingChoice {}

extension DeviceCount: SettingValue {
  private static let words = ["all"]
  package static var shape: SettingShape { .choiceOrNumber(words) }

  package var json: OrderedJSON {
    switch self {
    case .all: .string("all")
    case .some(let count): .integer(count)
    }
  }

  package static func read(
    _ field: JSONField, limits: Limits?, reading: inout RecipeReading
  ) -> DeviceCount? {
    switch field.node.content {
    case .string("all"): return .all
    case .string(let word):
      reading.problems.append(.unknownChoice(location: field.location, value: word, valid: words))
      return nil
    default: return Int.read(field, limits: limits, reading: &reading).map(DeviceCount.some)
    }
  }
}
