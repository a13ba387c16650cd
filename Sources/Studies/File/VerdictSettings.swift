import Settings

/// What decides whether a claim is reproduced.
package struct VerdictSettings: Sendable, Equatable {
  /// The kinds of rules.
  package enum Rule: String, Sendable, Codable, CaseIterable {
    /// `arm` is better than `over` by more than the margin.
    case better
    /// `arm` is not worse than `over` by the margin: it does no harm (non-inferiority).
    case noHarm
    /// The score of `arm` does not come above the margin: what was taken away is what the skill needs. `over`,
    /// where it is named, has it still, and must be above a guess.
    case vanishes
    /// The score of `arms` grows with their `sizes`, or grows ever less.
    case trend
  }

  /// What the verdict is on, for the page; empty is the rule in words.
  package var title = ""
  /// The rule.
  package var rule = Rule.better
  /// The measure; `nil` is the study's first.
  package var measure: String?
  /// The arm that the verdict is about.
  package var arm: String?
  /// The arm that it is compared with.
  package var over: String?
  /// Points of a hundred.
  package var margin = 5.0
  /// The arms of a trend, the smallest first.
  package var arms: [String] = []
  /// Their sizes: tasks, weights, whatever doubles.
  package var sizes: [Double] = []
  /// Whether a trend must also flatten: the last gain per doubling is below half of the best before.
  package var flattens = false

  /// A difference of more than five points, of no arms yet.
  package init() {}
}

extension VerdictSettings: SettingGroup {
  package static let settings: [Setting<VerdictSettings>] = [
    Setting("title", \.title, "what the verdict is on; default: the rule in words"),
    Setting("rule", \.rule, required: true, "kind of rule"),
    Setting("measure", \.measure, "measure; null is the study's first"),
    Setting("arm", \.arm, "arm that the verdict is about"),
    Setting("over", \.over, "arm that it is compared with; of vanishes, the one that must have the skill"),
    Setting("margin", \.margin, .from(0, through: 100), "points of a hundred, of all rules but trend"),
    Setting("arms", \.arms, "arms of a trend, the smallest first"),
    Setting("sizes", \.sizes, .above(0), "their sizes: tasks, weights, whatever doubles"),
    Setting(
      "flattens", \.flattens, "whether a trend's last gain per doubling must be below half the best before"),
  ]
}

extension VerdictSettings.Rule: SettingChoice {}
