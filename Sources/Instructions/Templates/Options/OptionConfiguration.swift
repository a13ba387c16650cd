/// How the answers to choose from are shown.
package struct OptionConfiguration: Sendable, Equatable {
  /// Which style they are written in.
  package enum Style: String, Sendable, Codable, CaseIterable {
    /// "OPTIONS:", then "- option" lines; the target is the option's text.
    case fixed
    /// Another start, marker and end for each example; where the marker counts, the target is the marker.
    case random
  }

  /// The share of prompts that show them, of instances that have any; 0 to 1.
  package var shown: Double
  /// The style.
  package var style: Style

  /// A choice; a share outside 0 to 1 is taken as the nearest inside.
  package init(shown: Double = 0.5, style: Style = .random) {
    self.shown = shown.isNaN ? 0 : min(max(shown, 0), 1)
    self.style = style
  }
}
