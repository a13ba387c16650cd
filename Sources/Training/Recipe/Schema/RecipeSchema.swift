import Diagnostics

/// The description of every setting of a recipe, for messages, documentation and editors.
public enum RecipeSchema {
  /// The settings at the top of a recipe; groups hold theirs.
  public static var settings: [SettingDescription] { Recipe.settings.map(\.description) }

  /// Every dotted key with its setting, in schema order; entries of a list are written `tasks[]`.
  public static let leaves: [(path: String, setting: SettingDescription)] = leaves(of: settings, under: "")

  private static func leaves(
    of settings: [SettingDescription], under prefix: String
  ) -> [(path: String, setting: SettingDescription)] {
    settings.flatMap { setting -> [(path: String, setting: SettingDescription)] in
      let path = prefix.isEmpty ? setting.key : "\(prefix).\(setting.key)"
      switch setting.shape {
      case .group(let inner): return leaves(of: inner, under: path)
      case .list(let element):
        guard let inner = element.group else { return [(path, setting)] }
        return leaves(of: inner, under: path + "[]")
      default: return [(path, setting)]
      }
    }
  }

  /// The kind of value at `path`.
  /// - Throws: `RecipeError.unknownKey` with the nearest key, or `.contradiction` for an index into no list.
  static func shape(at path: SettingPath, location: SourceLocation) throws(RecipeError) -> SettingShape {
    var shape = Recipe.shape
    for (position, component) in path.components.enumerated() {
      let prefix = SettingPath.text(of: path.components[..<position])
      switch (component, shape.unwrapped) {
      case (.key(let key), .group(let settings)):
        guard let setting = settings.first(where: { $0.key == key }) else {
          throw unknownKey(key, in: prefix, valid: settings.map(\.key), location: location)
        }
        shape = setting.shape
      case (.key, .map(let value)): shape = value
      case (.index, .list(let element)): shape = element
      case (.key(let key), .list):
        throw .contradiction(
          location: location, problem: "'\(prefix)' is a list, so '\(key)' needs the number of an entry",
          nextStep: "Write \(prefix)[0].\(key) for the first.")
      default:
        throw .contradiction(
          location: location, problem: "'\(prefix)' is \(shape.words) and has nothing inside it",
          nextStep: "Set '\(prefix)' itself.")
      }
    }
    return shape
  }

  /// The error for a key that no setting has; names the nearest one here, else anywhere in a recipe.
  static func unknownKey(
    _ key: String, in prefix: String, valid: [String], location: SourceLocation
  ) -> RecipeError {
    let dotted = prefix.isEmpty ? key : "\(prefix).\(key)"
    var near = NearestName.suggestion(for: key, in: valid).map { prefix.isEmpty ? $0 : "\(prefix).\($0)" }
    if near == nil {
      let last = { (path: String) in String(path.split(separator: ".").last ?? "") }
      near = leaves.first { last($0.path).lowercased() == key.lowercased() }?.path
      near = near ?? NearestName.suggestion(for: dotted, in: leaves.map(\.path))
      if near == nil, let name = NearestName.suggestion(for: key, in: leaves.map { last($0.path) }) {
        near = leaves.first { last($0.path) == name }?.path
      }
    }
    return .unknownKey(location: location, key: dotted, suggestion: near, valid: valid)
  }
}

extension SettingShape {
  fileprivate var unwrapped: SettingShape {
    if case .optional(let shape) = self { shape } else { self }
  }
}
