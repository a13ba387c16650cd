import Diagnostics
import JSON

/// What a message says of a setting that does not exist: which one was probably meant, by its whole path.
package struct SettingAdvice {
  /// The settings that there are.
  package let schema: SettingSchema
  /// Whether the name stands in a file, where groups are nested, rather than on the command line.
  package let isInFile: Bool

  /// The most names that are listed.
  private static let mostNames = 24

  /// The settings that a wrong name may have meant.
  package struct Meant: Equatable {
    /// Their paths, the likeliest first.
    package var paths: [String]
    /// Whether the name is another program's, so that what the setting does is worth telling.
    package var isForeign = false
  }

  /// One or two sentences.
  /// - Parameters:
  ///   - path: the wrong name, with what stands behind it in a dotted path.
  ///   - prefix: the group in which the name stands; empty at the top.
  ///   - valid: the names of that group.
  package func sentence(for path: [SettingPath.Component], in prefix: String, among valid: [String]) -> String
  {
    var path = path
    if isInFile, path.count == 1, case .key(let key) = path[0], let dotted = SettingPath(key) {
      path = dotted.components
      let whole = SettingPath(prefix.isEmpty ? key : "\(prefix).\(key)")
      let place = SourceLocation(file: "")
      if path.count > 1, let whole, (try? schema.resolve(whole, location: place)) != nil {
        return "Groups are nested in a file: \(Self.nested(dotted))."
      }
    }
    guard let meant = meant(by: path[...], in: prefix, among: valid) else {
      return "Valid names: \(Self.listed(valid.sorted(), separator: ", "))."
    }
    let names = meant.paths.map { path in
      let summary = meant.isForeign ? schema.description(of: path)?.summary : nil
      return "'\(path)'" + (summary.map { " (\($0))" } ?? "")
    }
    let alternatives = names.dropLast().joined(separator: ", ")
    let question = "Did you mean " + (names.count > 1 ? "\(alternatives) or " : "") + "\(names.last ?? "")?"
    guard isInFile, names.count == 1, let only = SettingPath(meant.paths[0]), only.components.count > 1,
      prefix.isEmpty || !meant.paths[0].hasPrefix(prefix)
    else { return question }
    return "\(question) In a file: \(Self.nested(only))."
  }

  /// What is said where a group of settings is given a single value; `nil` at the top of a recipe.
  package static func forGroup(at path: String, of keys: [String]) -> String? {
    if path.isEmpty { return nil }
    return "It is a group of settings: \(listed(keys.map { "\(path).\($0)" }, separator: ", ", most: 6))."
  }

  /// What is said where a list is given a single value.
  package static func forList(of element: SettingShape, givenAs field: JSONField) -> String? {
    switch field.node.content {
    case .string(let text) where text.hasPrefix("[") || text.hasPrefix("{"):
      return "It begins like JSON but is none: look at its quotes and brackets."
    case .string(let text):
      let quoted = OrderedJSON.quoted(text)
      if let first = element.group?.first { return "Write [{\"\(first.key)\": \(quoted)}]." }
      return element.wantsText ? "Write [\(quoted)]." : nil
    case .object where element.group != nil: return "Put it in brackets: [{...}]."
    default: return nil
    }
  }

  private static func listed(_ names: [String], separator: String, most: Int = mostNames) -> String {
    let shown = names.prefix(most).joined(separator: separator)
    return names.count > most ? "\(shown), and \(names.count - most) more" : shown
  }

  /// A path as a file has it: `"train": {"steps": ...}`.
  private static func nested(_ path: SettingPath) -> String {
    var text = "..."
    for (depth, component) in path.components.reversed().enumerated() {
      switch component {
      case .index: text = "[\(text)]"
      case .key(let key):
        text = "\"\(key)\": \(text)"
        if depth < path.components.count - 1 { text = "{\(text)}" }
      }
    }
    return text
  }
}

// MARK: - Guessing

extension SettingAdvice {
  /// What a path was probably meant to be.
  package func meant(
    by path: ArraySlice<SettingPath.Component>, in prefix: String, among valid: [String]
  ) -> Meant? {
    guard case .key(let key)? = path.first else { return nil }
    let first = meant(by: key, in: prefix, among: valid)
    let rest = path.dropFirst()
    if rest.isEmpty { return first }
    if let first, first.paths.count == 1, let inner = follow(rest, from: first.paths[0]) { return inner }
    if case .key(let last)? = path.last, let known = known(last, in: prefix) { return known }
    return first
  }

  /// What one name was probably meant to be: the same name written otherwise, what another program calls so,
  /// a slip of the fingers here, the same name in another group, a slip there.
  private func meant(by key: String, in prefix: String, among valid: [String]) -> Meant? {
    let plain = ForeignNames.plain(key)
    func here(_ name: String) -> Meant { Meant(paths: [prefix.isEmpty ? name : "\(prefix).\(name)"]) }
    if let same = valid.first(where: { ForeignNames.plain($0) == plain }) { return here(same) }
    if let foreign = foreign(key, in: prefix) { return foreign }
    if let near = NearestName.suggestion(for: key, in: valid) { return here(near) }
    if let known = known(key, in: prefix) { return known }
    let dotted = prefix.isEmpty ? key : "\(prefix).\(key)"
    if let near = NearestName.suggestion(for: dotted, in: schema.paths) {
      return Meant(paths: [Self.placed(near, near: prefix)])
    }
    let near = NearestName.suggestion(for: key, in: schema.paths.map(Self.lastName))
    return near.flatMap { known($0, in: prefix) }
  }

  /// The settings that another program calls `key`, or that have this very name in some group.
  package func known(_ key: String, in prefix: String) -> Meant? {
    if let foreign = foreign(key, in: prefix) { return foreign }
    let plain = ForeignNames.plain(key)
    let paths = schema.paths.filter { ForeignNames.plain(Self.lastName($0)) == plain }
    // Who writes a bare name has seldom one of a group within a group in mind.
    let depths = paths.map { $0.count { $0 == "." } }
    let nearest = zip(paths, depths).filter { $0.1 == depths.min() }.map(\.0)
    return nearest.isEmpty ? nil : Meant(paths: nearest.prefix(3).map { Self.placed($0, near: prefix) })
  }

  /// The setting that another program calls `key`, where the schema has it: other files than recipes do not.
  private func foreign(_ key: String, in prefix: String) -> Meant? {
    guard let setting = ForeignNames.setting(for: key, in: Self.withoutNumbers(prefix)),
      schema.description(of: setting) != nil
    else { return nil }
    return Meant(paths: [Self.placed(setting, near: prefix)], isForeign: true)
  }

  /// Goes on from a setting that is there.
  private func follow(_ rest: ArraySlice<SettingPath.Component>, from start: String) -> Meant? {
    guard var path = SettingPath(start)?.components else { return nil }
    let place = SourceLocation(file: "")
    for (offset, component) in zip(rest.indices, rest) {
      let further = SettingPath(path + [component])
      guard let found = try? schema.resolve(further, location: place) else {
        guard let shape = try? schema.resolve(SettingPath(path), location: place).shape,
          case .group(let settings) = shape.unwrapped
        else { return nil }
        return meant(by: rest[offset...], in: SettingPath.text(of: path[...]), among: settings.map(\.key))
      }
      path = found.path.components
    }
    return Meant(paths: [SettingPath.text(of: path[...])])
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }

  /// `data.tasks[3].name` as the schema has it: `data.tasks[].name`.
  package static func withoutNumbers(_ path: String) -> String {
    var isInBrackets = false
    return path.filter { character in
      defer { if character == "[" { isInBrackets = true } }
      if character == "]" { isInBrackets = false }
      return !isInBrackets
    }
  }

  /// A path of the schema with numbers for its entries: those of `prefix` where it stands in the same lists,
  /// else 0.
  private static func placed(_ path: String, near prefix: String) -> String {
    var text = ""
    for part in path.split(separator: "[]", omittingEmptySubsequences: false) {
      if part.startIndex > path.startIndex {
        let isSame = prefix.hasPrefix(text + "[")
        text += isSame ? String(prefix.dropFirst(text.count).prefix { $0 != "]" }) + "]" : "[0]"
      }
      text += part
    }
    return text
  }
}
