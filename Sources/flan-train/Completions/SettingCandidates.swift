import Recipes
import Settings

/// The settings of a recipe that a word can be completed to.
enum SettingCandidates {
  /// `dotted.key=`, and behind the sign the values of a setting that has few.
  static func settings(_ prefix: String) -> [String] {
    guard let sign = prefix.firstIndex(of: "=") else {
      return keys(prefix).map { "\($0)=" }
    }
    let key = String(prefix[..<sign])
    return values(of: key).map { "\(key)=\($0)" }.filter { $0.hasPrefix(prefix) }
  }

  /// Settings and groups by their dotted names.
  static func names(_ prefix: String) -> [String] {
    let keys = keys(prefix)
    let groups = keys.flatMap { key in
      key.indices.filter { key[$0] == "." }.map { String(key[..<$0]) }
    }
    return Set(keys + groups).filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// Entries of lists are offered once a list was begun: by their first.
  private static func keys(_ prefix: String) -> [String] {
    Recipe.schema.leaves.map { $0.path.replacing("[]", with: "[0]") }
      .filter { $0.hasPrefix(prefix) && (!$0.contains("[") || prefix.contains("[")) }
  }

  private static func values(of key: String) -> [String] {
    if key == "evaluation.bestMetric" { return BestMetric.all.map(\.rawValue) }
    let setting = Recipe.schema.leaves.first { $0.path.replacing("[]", with: "[0]") == key }?.setting
    return setting.map { values(of: $0.shape) } ?? []
  }

  private static func values(of shape: SettingShape) -> [String] {
    switch shape {
    case .boolean: ["true", "false"]
    case .choice(let words), .choiceOrNumber(let words): words
    case .optional(let inner): values(of: inner) + ["null"]
    case .list(let inner): values(of: inner).map { "[\"\($0)\"]" }
    default: []
    }
  }
}
