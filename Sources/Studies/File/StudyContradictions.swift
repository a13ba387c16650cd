import Diagnostics
import Settings

/// Finds what the parts of a study say against each other.
struct StudyContradictions {
  let study: Study
  private let file: String
  let origins: [String: SourceLocation]
  /// What was found, in the file's order.
  private(set) var problems: [RecipeError] = []

  /// The settings that follow from an arm's place in the study.
  private static let own = ["name", "seed", "output.folder", "output", "train.threads"]

  init(_ study: Study, file: String, origins: [String: SourceLocation]) {
    self.study = study
    self.file = file
    self.origins = origins
  }

  /// Looks at everything.
  mutating func find() {
    check(name: study.name, at: "name")
    if study.arms.isEmpty { refuse("arms", "names no arm", "Add one: {\"name\": \"trained\"}.") }
    if study.verdicts.isEmpty {
      refuse("verdicts", "is empty", "Write the rule that decides: {\"rule\": \"better\", ...}.")
    }
    check(settings: study.settings)
    check(settings: study.quick.settings)
    for index in study.arms.indices { check(arm: index) }
    for index in study.measures.indices { check(measure: index) }
    for index in study.verdicts.indices { check(verdict: index) }
  }

  private mutating func check(arm index: Int) {
    let arm = study.arms[index]
    let (key, before) = ("arms[\(index)]", study.arms[..<index].map(\.name))
    check(name: arm.name, at: "\(key).name")
    if before.contains(arm.name) {
      refuse("\(key).name", "'\(arm.name)' is another arm's name", "Name it otherwise.")
    }
    if arm.recipe == nil, study.recipe == nil {
      refuse(key, "has no recipe, and the study has none", "Add \"recipe\" to the arm or to the study.")
    }
    if let start = arm.startsFrom, !before.contains(start) {
      refuse("\(key).startsFrom", "'\(start)' is no arm before this one", advice(start, in: before))
    }
    if arm.base { check(base: arm, at: "\(key).base") }
    for settings in [arm.settings, arm.quick] { check(settings: settings) }
  }

  private mutating func check(base: StudyArm, at key: String) {
    if !base.train {
      refuse(key, "is true, but what is not trained is no base", "Leave one of 'base' and 'train' out.")
    }
    if !study.arms.contains(where: { $0.startsFrom == base.name }) {
      refuse(
        key, "is true, but no arm starts from '\(base.name)'",
        "Leave it out, or add \"startsFrom\": \"\(base.name)\" to those that do.")
    }
  }

  private mutating func check(settings: DottedSettings) {
    for entry in settings.entries where Self.own.contains(entry.key) {
      problems.append(
        .contradiction(
          location: entry.place, problem: "'\(entry.key)' follows from the study, the arm and the seed",
          nextStep: "Leave it out."))
    }
  }

  private mutating func check(verdict index: Int) {
    let (verdict, key) = (study.verdicts[index], "verdicts[\(index)]")
    let measures = study.measures.map(\.name)
    if let measure = verdict.measure, !measures.contains(measure) {
      refuse("\(key).measure", "'\(measure)' is no measure of the study", advice(measure, in: measures))
    }
    switch verdict.rule {
    case .better, .noHarm: checkArms(key, ["arm": verdict.arm, "over": verdict.over], verdict.rule)
    case .vanishes:
      checkArms(key, ["arm": verdict.arm], verdict.rule)
      if let over = verdict.over { checkIsArm(over, at: "\(key).over") }
    case .trend: check(trend: verdict, at: key)
    }
    if verdict.rule != .trend, !verdict.arms.isEmpty { refuseForeign("\(key).arms", verdict.rule) }
  }

  /// - Parameter arms: the arms that the rule needs, by their keys.
  private mutating func checkArms(
    _ key: String, _ arms: KeyValuePairs<String, String?>, _ rule: VerdictSettings.Rule
  ) {
    for (name, arm) in arms {
      guard let arm else {
        refuse(key, "has no '\(name)', which the rule '\(rule.rawValue)' is about", "Name an arm.")
        continue
      }
      checkIsArm(arm, at: "\(key).\(name)")
    }
  }

  private mutating func check(trend verdict: VerdictSettings, at key: String) {
    for (index, arm) in verdict.arms.enumerated() { checkIsArm(arm, at: "\(key).arms[\(index)]") }
    for (name, arm) in [("arm", verdict.arm), ("over", verdict.over)] where arm != nil {
      refuseForeign("\(key).\(name)", .trend)
    }
    let least = verdict.flattens ? 3 : 2
    if verdict.arms.count < least {
      refuse("\(key).arms", "has \(verdict.arms.count) arms, of which a trend needs \(least)", "Name more.")
    }
    if verdict.sizes.count != verdict.arms.count {
      refuse(
        "\(key).sizes", "has \(verdict.sizes.count) sizes for \(verdict.arms.count) arms",
        "Give each arm its size, in the same order.")
    }
    if zip(verdict.sizes, verdict.sizes.dropFirst()).contains(where: { $0 >= $1 }) {
      refuse("\(key).sizes", "does not rise", "Put the arms in the order of their sizes, the smallest first.")
    }
  }

  private mutating func checkIsArm(_ arm: String, at key: String) {
    let names = study.measuredArms.map(\.name)
    if study.arms.contains(where: { $0.base && $0.name == arm }) {
      return refuse(
        key, "'\(arm)' is a base, which is not measured",
        "Add an arm that starts from it with \"train\": false, and name that one.")
    }
    if !names.contains(arm) { refuse(key, "'\(arm)' is no arm of the study", advice(arm, in: names)) }
  }

  private mutating func refuseForeign(_ key: String, _ rule: VerdictSettings.Rule) {
    refuse(key, "means nothing to the rule '\(rule.rawValue)'", "Leave it out.")
  }

  mutating func check(name: String, at key: String) {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)
    }
    if name.isEmpty || name.hasPrefix(".") || name.utf8.count > 100 || !isPlain {
      refuse(key, "'\(name)' cannot name a folder", "Use letters, digits, '-', '_' and '.'.")
    }
  }

  private func advice(_ name: String, in names: [String]) -> String {
    NearestName.advice(for: name, in: names)
  }

  mutating func refuse(_ key: String, _ problem: String, _ nextStep: String) {
    var place = origins[key] ?? enclosing(key)
    place.field = key
    problems.append(.contradiction(location: place, problem: problem, nextStep: nextStep))
  }

  /// The place of the nearest group or list around a setting that the file does not give.
  private func enclosing(_ key: String) -> SourceLocation {
    let outer = key.lastIndex { $0 == "." || $0 == "[" }.map { String(key[..<$0]) }
    guard let outer else { return SourceLocation(file: file) }
    return origins[outer] ?? enclosing(outer)
  }
}
