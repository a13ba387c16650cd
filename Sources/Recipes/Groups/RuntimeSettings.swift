import Settings

/// What computes: this program's own kernels, or programs that a plug-in of XLA's compiles for its device.
package struct RuntimeSettings: Sendable, Equatable {
  /// Who runs the programs of a step.
  package var kind = RuntimeKind.cpu
  /// XLA's plug-in, by its path or by a name such as `cuda13`; `nil` is the one that the environment names, else the
  /// first for a card, else the first.
  package var plugin: String?
  /// The devices that share a step.
  package var devices = 1
  /// How products of float32 matrices are made.
  package var arithmetic = RuntimeArithmetic.float32
  /// The share of a card's memory that the run takes at its start; `nil` is `standardMemoryFraction`.
  package var memoryFraction: Double?

  /// The share of a card's memory that is taken where a recipe does not say.
  package static let standardMemoryFraction = 0.9

  /// The settings that no result depends on but by what they lead to, which the run's passport has.
  package static let keysWithoutResults = ["runtime.plugin", "runtime.memoryFraction"]

  /// The defaults.
  package init() {}

  /// A runtime by its kind, with a plug-in by its path or name.
  package init(kind: RuntimeKind, plugin: String? = nil) { (self.kind, self.plugin) = (kind, plugin) }
}

/// Who runs the programs of a step.
package enum RuntimeKind: String, Sendable, CaseIterable {
  /// The program's own kernels on the processor.
  case cpu
  /// XLA, through a plug-in for the processor, a card or a TPU.
  case xla
}

/// How products of float32 matrices are made.
package enum RuntimeArithmetic: String, Sendable, CaseIterable {
  /// With all digits of float32.
  case float32
  /// With NVIDIA's TF32: ten digits of the fraction.
  case tf32
  /// With operands rounded to bfloat16.
  case bfloat16
}

extension RuntimeSettings: SettingGroup {
  package static let settings: [Setting<RuntimeSettings>] = [
    Setting("kind", \.kind, "who computes: this program's kernels (cpu), or a plug-in of XLA's (xla)"),
    Setting(
      "plugin", \.plugin,
      "XLA's plug-in, a path or a name such as cuda13; null: FLAN_TRAIN_PJRT, else the first found"),
    Setting("devices", \.devices, .from(1, through: 65_536), "devices that share a step; 1 yet"),
    Setting("arithmetic", \.arithmetic, "how products of matrices are made; float32 yet"),
    Setting(
      "memoryFraction", \.memoryFraction, .above(0, through: 1),
      "share of a card's memory taken at the start; null: 0.9"),
  ]
}

extension RuntimeKind: SettingChoice {}
extension RuntimeArithmetic: SettingChoice {}
