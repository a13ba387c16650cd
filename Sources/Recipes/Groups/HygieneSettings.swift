import Settings

/// What keeps held-out texts from being trained on.
package struct HygieneSettings: Sendable, Equatable {
  /// Whether a run with such tasks is refused; otherwise it is told of them.
  package var refuse = true
  /// The evaluation suites whose tasks are known by their names (`Data/HeldOut/suites.json`).
  package var suites = ["mmlu", "bbh", "mgsm", "tydiqa", "gsm8k-test"]
  /// Evaluation files and folders whose texts are looked for, besides those of the tasks that are held out.
  package var heldOut: [String] = []
  /// How many words in a row two texts must share to be compared further (13 as in Brown et al. 2020,
  /// Appendix C).
  package var ngram = 13
  /// The part of a held-out text's runs of words that makes an instance contaminated (0.7 as in Chowdhery et
  /// al. 2022); 0 is any run. An input that is a held-out text word for word always is. Where no instance of
  /// a task has a held-out text whole, the run is refused only if the recipe itself says how much is too
  /// much.
  package var overlap = 0.7
  /// Whether contaminated instances are taken out of the data instead of the run being refused.
  package var remove = false
  /// The contaminated part of a task's instances that is tolerated.
  package var maximumFraction = 0.0
  /// The most instances that are looked at.
  package var instances = 2_000_000
  /// Tasks that are trained on whatever they hold.
  package var allow: [String] = []

  /// The defaults.
  package init() {}
}

extension HygieneSettings: SettingGroup {
  package static let settings: [Setting<HygieneSettings>] = [
    Setting(
      "refuse", \.refuse, "whether a run with tasks that are held out elsewhere is refused, or told so"),
    Setting("suites", \.suites, "evaluation suites whose tasks are known by name; niv2-test is another"),
    Setting("heldOut", \.heldOut, "evaluation files and folders whose texts must not be trained on"),
    Setting(
      "ngram", \.ngram, .from(3, through: 100), "words in a row that two texts share to be compared further"),
    Setting(
      "overlap", \.overlap, .from(0, through: 1),
      "part of a held-out text's runs of words that makes an instance contaminated; 0 is any run"),
    Setting(
      "remove", \.remove, "whether contaminated instances are taken out, instead of the run being refused"),
    Setting(
      "maximumFraction", \.maximumFraction, .from(0, through: 1),
      "contaminated part of a task's instances that is tolerated"),
    Setting(
      "instances", \.instances, .from(1, through: 1_000_000_000_000),
      "most instances that are looked at, spread over all tasks"),
    Setting("allow", \.allow, "names of tasks, with * and ?, that are trained on whatever they hold"),
  ]
}
