import Settings

/// One of the things that a study compares.
package struct StudyArm: Sendable, Equatable {
  /// The arm's name, which is also its folder's.
  package var name = ""
  /// What the arm is, for the page.
  package var about = ""
  /// Its recipe; `nil` is the study's.
  package var recipe: ArmRecipe?
  /// The arm whose best checkpoint of the same seed it starts from; `nil` is as its recipe says.
  package var startsFrom: String?
  /// Whether it is trained; else the weights that it starts from are evaluated.
  package var train = true
  /// Whether it is a base for others: made once, with the first seed, for every seed of those that start from
  /// it, and measured only through them.
  package var base = false
  /// Its settings, after those of the study.
  package var settings = DottedSettings()
  /// Its settings in a quick try, after all others.
  package var quick = DottedSettings()

  /// An arm without a name.
  package init() {}
}

extension StudyArm: SettingGroup {
  package static let settings: [Setting<StudyArm>] = [
    Setting("name", \.name, required: true, "arm's name, which is also its folder's"),
    Setting("about", \.about, "what the arm is, in a few words"),
    Setting(
      "recipe", \.recipe, "its recipe: a path, a shipped name, or the recipe itself; null is the study's"),
    Setting(
      "startsFrom", \.startsFrom, "arm before it, whose best checkpoint of the same seed it starts from"),
    Setting("train", \.train, "whether it is trained; false evaluates the weights that it starts from"),
    Setting(
      "base", \.base,
      "whether it is made once, for every seed of the arms that start from it, and not measured"),
    Setting("settings", \.settings, "its settings by dotted key, after those of the study"),
    Setting("quick", \.quick, "its settings under --quick, after all others"),
  ]
}
