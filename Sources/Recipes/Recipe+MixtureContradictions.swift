import Diagnostics
import Instructions

extension ContradictionFinder {
  package mutating func check(mixture: MixtureSettings, of sources: [TaskSourceSettings]) {
    // Where the data says which part its tasks belong to, only the data can be wrong.
    if sources.contains(where: \.saysSubMixtureInData) { return }
    let names = Set(sources.compactMap(\.subMixture)).sorted()
    let presetNames = mixture.preset?.parts.map(\.name) ?? []
    func isKnown(_ name: String) -> Bool { names.contains(name) || presetNames.contains(name) }
    for name in mixture.proportions.keys.sorted() where !isKnown(name) {
      refuse(
        "data.mixture.proportions.\(name)", "no task source has the sub-mixture '\(name)'",
        NearestName.advice(for: name, in: names))
    }
    for name in mixture.subMixtures.keys.sorted() {
      let key = "data.mixture.subMixtures.\(name)"
      if !isKnown(name) {
        refuse(
          key, "no task source has the sub-mixture '\(name)'", NearestName.advice(for: name, in: names))
      }
      if mixture.subMixtures[name]?.proportion != nil, mixture.proportions[name] != nil {
        refuse("\(key).proportion", "is given in data.mixture.proportions as well", "Leave one of them out.")
      }
    }
    if mixture.hasProportions { check(sources, have: mixture) }
  }

  /// Checks that every source has a share, and that not all are 0.
  private mutating func check(_ sources: [TaskSourceSettings], have mixture: MixtureSettings) {
    let presetNames = mixture.preset?.parts.map(\.name) ?? []
    let valid = Set(presetNames + mixture.proportions.keys + mixture.subMixtures.keys).sorted()
    let giver = mixture.preset.map { "the mixture \($0.rawValue)" } ?? "data.mixture.proportions"
    for (index, source) in sources.enumerated() {
      let key = "data.tasks[\(index)].subMixture"
      guard let name = source.subMixture else {
        refuse(
          key, "is missing, so \(giver) gives the tasks no share", NearestName.advice(for: "", in: valid))
        continue
      }
      if mixture.proportion(of: name) == nil {
        let near = NearestName.suggestion(for: name, in: valid.filter { $0 != name })
        refuse(
          key, "'\(name)' has no share in \(giver)",
          (near.map { "Did you mean '\($0)'? Else give" } ?? "Give") + " it one; 0 leaves the tasks out.")
      }
    }
    if valid.allSatisfy({ (mixture.proportion(of: $0) ?? 0) == 0 }) {
      let single = mixture.proportions.isEmpty ? mixture.subMixtures.keys.sorted().first : nil
      let key = single.map { "data.mixture.subMixtures.\($0).proportion" } ?? "data.mixture.proportions"
      refuse(
        key, single == nil ? "are all 0" : "is 0, and so is every other",
        "Give at least one sub-mixture a share above 0.")
    }
  }
}

extension MixtureSettings {
  /// Whether shares of sub-mixtures are fixed; otherwise they follow from the tasks' rates.
  package var hasProportions: Bool {
    preset != nil || !proportions.isEmpty || subMixtures.values.contains { $0.proportion != nil }
  }

  /// The share of a sub-mixture: the recipe's, else the preset's.
  package func proportion(of name: String) -> Double? {
    proportions[name] ?? subMixtures[name]?.proportion ?? preset?[name]?.proportion
  }

  /// The cap of a sub-mixture's tasks: its own, else the mixture's, else the preset's.
  package func cap(of name: String) -> Int? { subMixtures[name]?.cap ?? cap ?? preset?[name]?.cap }
}
