import Diagnostics

/// The templates that are put around the instances of a family of tasks.
package struct TemplateSet: Sendable {
  /// Which templates a task with templates of its own uses.
  package enum Policy: String, Sendable, Codable, CaseIterable {
    /// Its own and those of the set.
    case ownAndSet = "own-and-set"
    /// Its own alone, for every format for which it has one.
    case ownFirst = "own-first"
  }

  /// The family's name.
  package let family: String
  /// The names that its templates may use for fields of instances.
  package internal(set) var fields: [String] = []
  /// Sentences that end a chain of thought with the answer, as `{output}`.
  package internal(set) var closers: [TemplatePattern] = []
  /// Questions turned round.
  package internal(set) var inversions = InversionSet()
  var zeroShotLists: [TemplateList: [ZeroShotTemplate]] = [:]
  var fewShotLists: [TemplateList: [FewShotTemplate]] = [:]

  init(family: String) { self.family = family }

  /// Ways to ask without exemplars; none for a list of the other kind.
  package func zeroShot(_ list: TemplateList) -> [ZeroShotTemplate] { zeroShotLists[list] ?? [] }

  /// Ways to ask after exemplars; none for a list of the other kind.
  package func fewShot(_ list: TemplateList) -> [FewShotTemplate] { fewShotLists[list] ?? [] }

  /// How many templates a list has.
  package func count(_ list: TemplateList) -> Int {
    list.format.hasExemplars ? fewShot(list).count : zeroShot(list).count
  }

  /// The name of every template with its place, in the order of lists.
  var names: [(name: String, location: SourceLocation)] {
    TemplateList.allCases.flatMap { list in
      zeroShot(list).map { ($0.name, $0.location) } + fewShot(list).map { ($0.name, $0.location) }
    } + inversions.templates.map { ($0.name, $0.location) }
      + inversions.fewShot.map { ($0.name, $0.location) }
  }
}

extension TemplateSet {
  /// The lists that the general family must have, since any task may fall back on it.
  static let requiredLists: [TemplateList] = [
    .zeroShot, .fewShot, .zeroShotChainOfThought, .fewShotChainOfThought,
  ]

  /// What keeps the set from being the general one: every format must have a template that does without a
  /// definition, since tasks may have none, and every zero-shot format also one with it.
  func gaps(at location: SourceLocation) -> [TemplateError] {
    var gaps: [TemplateError] = []
    for list in Self.requiredLists {
      let isPresent =
        list.format.hasExemplars
        ? fewShot(list).contains { $0.suits(.none) }
        : zeroShot(list).contains { !$0.prompt.showsDefinition }
          && zeroShot(list).contains { $0.prompt.showsDefinition }
      if !isPresent { gaps.append(.missingFormat(location: location, format: list.rawValue)) }
    }
    if closers.isEmpty { gaps.append(.missingFormat(location: location, format: "closers")) }
    return gaps
  }
}
