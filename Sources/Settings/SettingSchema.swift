import Diagnostics

/// The description of every setting of a recipe, for messages, documentation and editors.
package struct SettingSchema: Sendable {
  /// The settings at the top; groups hold theirs.
  package let settings: [SettingDescription]

  /// Every dotted key with its setting, in schema order; entries of a list are written `tasks[]`.
  package let leaves: [(path: String, setting: SettingDescription)]

  /// The dotted key of every setting and every group, in schema order; entries of a list are written
  /// `tasks[]`.
  package let paths: [String]

  private let described: [(path: String, setting: SettingDescription)]

  /// The schema of what stands in `group`.
  package init<Group: SettingGroup>(of group: Group.Type) {
    settings = group.settings.map(\.description)
    leaves = Self.leaves(of: settings, under: "")
    described = Self.all(of: settings, under: "")
    paths = described.map(\.path)
  }

  private static func leaves(
    of settings: [SettingDescription], under prefix: String
  ) -> [(path: String, setting: SettingDescription)] {
    settings.flatMap { setting -> [(path: String, setting: SettingDescription)] in
      let path = prefix.isEmpty ? setting.key : "\(prefix).\(setting.key)"
      switch setting.shape {
      case .group(let inner): return leaves(of: inner, under: path)
      case .optional(.group(let inner)): return [(path, setting)] + leaves(of: inner, under: path)
      case .list(let element):
        guard let inner = element.group else { return [(path, setting)] }
        return leaves(of: inner, under: path + "[]")
      default: return [(path, setting)]
      }
    }
  }

  /// The setting or group at a dotted path, whose entries of lists may be written with or without their
  /// numbers.
  package func description(of path: String) -> SettingDescription? {
    let path = SettingAdvice.withoutNumbers(path)
    return described.first { $0.path == path }?.setting
  }

  private static func all(
    of settings: [SettingDescription], under prefix: String
  ) -> [(path: String, setting: SettingDescription)] {
    settings.flatMap { setting -> [(path: String, setting: SettingDescription)] in
      let path = prefix.isEmpty ? setting.key : "\(prefix).\(setting.key)"
      guard let inner = setting.shape.group else { return [(path, setting)] }
      let isList = if case .list = setting.shape.unwrapped { true } else { false }
      return [(path, setting)] + all(of: inner, under: isList ? path + "[]" : path)
    }
  }

  /// Follows `path` to its setting.
  /// - Returns: the path with every entry's number as such (`data.tasks.0` is `data.tasks[0]`), and the kind
  ///   of value there.
  /// - Throws: `RecipeError.unknownKey` with what was probably meant, or `.contradiction` for an index into
  ///   no list.
  package func resolve(
    _ path: SettingPath, location: SourceLocation
  ) throws(RecipeError) -> (path: SettingPath, shape: SettingShape) {
    var shape = SettingShape.group(settings)
    var components: [SettingPath.Component] = []
    for (position, component) in path.components.enumerated() {
      let prefix = SettingPath.text(of: components[...])
      var component = component
      switch (component, shape.unwrapped) {
      case (.key(let key), .group(let settings)):
        guard let setting = settings.first(where: { $0.key == key }) else {
          throw unknownKey(
            key, in: prefix, before: path.components[(position + 1)...], valid: settings.map(\.key),
            location: location)
        }
        shape = setting.shape
      case (.key, .map(let value)): shape = value
      case (.index, .list(let element)): shape = element
      case (.key(let key), .list(let element)):
        guard let index = SettingPath.index(key) else {
          throw .contradiction(
            location: location, problem: "'\(prefix)' is a list, so '\(key)' needs the number of an entry",
            nextStep: "Write \(prefix)[0].\(key) for the first.")
        }
        component = .index(index)
        shape = element
      default:
        throw .contradiction(
          location: location, problem: "'\(prefix)' is \(shape.words) and has nothing inside it",
          nextStep: "Set '\(prefix)' itself.")
      }
      components.append(component)
    }
    return (SettingPath(components), shape)
  }

  /// The error for a key that no setting has, with what was probably meant.
  /// - Parameters:
  ///   - prefix: the group that it stands in.
  ///   - rest: what a path has behind it.
  ///   - valid: the keys of that group.
  package func unknownKey(
    _ key: String, in prefix: String, before rest: ArraySlice<SettingPath.Component> = [], valid: [String],
    location: SourceLocation
  ) -> RecipeError {
    let isInFile = location.file != RecipeError.commandLine
    return .unknownKey(
      location: location, key: prefix.isEmpty ? key : "\(prefix).\(key)",
      advice: SettingAdvice(schema: self, isInFile: isInFile).sentence(
        for: [.key(key)] + rest, in: prefix, among: valid))
  }
}

extension SettingSchema {
  /// The path of the setting that is called `name` in a recipe or in another program.
  /// - Parameter allowingSlips: whether a name that is only like one counts as well.
  /// - Returns: `nil` where there is none.
  package func setting(meantBy name: String, allowingSlips: Bool) -> String? {
    guard let path = SettingPath(name) else { return nil }
    let advice = SettingAdvice(schema: self, isInFile: false)
    if let found = try? resolve(path, location: SourceLocation(file: "")) { return found.path.description }
    if path.components.count == 1, let known = advice.known(name, in: "") { return known.paths.first }
    if !allowingSlips { return nil }
    return advice.meant(by: path.components[...], in: "", among: settings.map(\.key))?.paths.first
  }
}

extension SettingShape {
  /// What an optional holds; any other shape as it is.
  package var unwrapped: SettingShape {
    if case .optional(let shape) = self { shape } else { self }
  }
}
