import JSON
import Settings

/// A low-rank adapter (LoRA) that is trained beside the weights of a folder, which stay as they are.
package struct AdapterSettings: Sendable, Equatable {
  /// The rank of what is added to a weight.
  package var rank = 8
  /// Over the rank, what is added is multiplied by it.
  package var alpha = 8.0
  /// The layers that are adapted; empty is the model's own choice.
  package var targets: [String] = []
  /// The share of the elements of the adapter's inputs that training drops.
  package var dropout = 0.0

  /// PEFT's defaults.
  package init() {}

  /// The adapter for a reader.
  package var words: String {
    let layers = targets.isEmpty ? "queries and values" : targets.joined(separator: ", ")
    let dropped = dropout > 0 ? ", dropout \(OrderedJSON.text(of: dropout))" : ""
    return "LoRA of rank \(rank), alpha \(OrderedJSON.text(of: alpha))\(dropped), beside \(layers)"
  }
}

extension AdapterSettings: SettingGroup {
  package static let settings: [Setting<AdapterSettings>] = [
    Setting("rank", \.rank, .from(1, through: 65_536), "rank of what is added to a weight"),
    Setting(
      "alpha", \.alpha, .above(0, through: 1_000_000),
      "what is added to a weight is multiplied by alpha / rank"),
    Setting(
      "targets", \.targets,
      "layers to adapt: ends of names, patterns or all-linear; empty: queries and values"
    ),
    Setting("dropout", \.dropout, .from(0, below: 1), "share of the adapter's inputs that training drops"),
  ]
}
