import JSON
import Settings
import Tokenization

/// What is written around prompts and targets: the markers of a published family, each of which can be another text.
package struct TurnSettings: Sendable, Equatable {
  /// The family whose markers are taken.
  package var family: TurnFormat.Family?
  /// What stands before a prompt, in place of the family's.
  package var beforePrompt: String?
  /// What stands between prompt and target, in place of the family's.
  package var beforeTarget: String?
  /// The token that ends a target, in place of the family's.
  package var end: String?

  /// No markers.
  package init() {}

  /// The markers.
  package var markers: TurnFormat {
    var markers = family?.markers ?? TurnFormat()
    if let beforePrompt { markers.beforePrompt = beforePrompt }
    if let beforeTarget { markers.beforeTarget = beforeTarget }
    if let end { markers.end = end }
    return markers
  }
}

extension TurnSettings: SettingGroup {
  package static let settings: [Setting<TurnSettings>] = [
    Setting("family", \.family, "family whose markers of turns are written; null: only those given here"),
    Setting("beforePrompt", \.beforePrompt, "text before a prompt, with special tokens by name"),
    Setting("beforeTarget", \.beforeTarget, "text between a prompt and its target"),
    Setting("end", \.end, "token that ends a target; null: the family's, or the end of sequence"),
  ]
}

extension TurnFormat.Family: SettingChoice {}
