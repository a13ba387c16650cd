import Diagnostics
import JSON

/// What differs between two resolved recipes, setting by setting.
package struct RecipeDifference: Sendable, Equatable {
  /// One setting that differs.
  package struct Change: Sendable, Codable, Equatable, CustomStringConvertible {
    /// The dotted key.
    package let key: String
    /// The value before, as JSON; `nil` where the setting was not there.
    package let old: String?
    /// The value now, as JSON; `nil` where the setting is no longer there.
    package let new: String?

    /// A change from one value to another.
    package init(key: String, old: String?, new: String?) {
      self.key = key
      self.old = old
      self.new = new
    }

    /// `train.steps: 100 -> 200`.
    package var description: String { "\(key): \(old ?? "absent") -> \(new ?? "absent")" }
  }

  /// The changes, in the order of the new recipe, then what only the old one has.
  package let changes: [Change]

  /// Whether nothing differs.
  package var isEmpty: Bool { changes.isEmpty }

  /// What differs from `old` to `new`.
  package init(from old: Recipe, to new: Recipe) {
    self.init(from: old.resolvedJSON, to: new.resolvedJSON)
  }

  /// What differs from the recipe in the file `resolvedFile`, perhaps written by another version, to `new`.
  ///
  /// A setting that the file does not know counts as the default: older runs behaved like that.
  /// - Throws: `FileError`, `JSONError`.
  package init(fromResolvedFile resolvedFile: String, to new: Recipe) throws {
    let node = try JSONDocument.read(resolvedFile, what: "resolved recipe").node
    self.init(from: OrderedJSON(node), to: new.resolvedJSON)
  }

  package init(from old: OrderedJSON, to new: OrderedJSON) {
    let defaults = RecipeDifference.dictionary(Recipe().resolvedJSON.leaves())
    let before = RecipeDifference.dictionary(old.leaves())
    let after = new.leaves()
    var changes = after.compactMap { path, value -> Change? in
      guard let earlier = before[path] ?? defaults[path] else {
        return Change(key: path, old: nil, new: value.compactText)
      }
      if earlier.compactText == value.compactText { return nil }
      return Change(key: path, old: earlier.compactText, new: value.compactText)
    }
    let known = Set(after.map(\.path))
    for (path, value) in old.leaves() where !known.contains(path) {
      changes.append(Change(key: path, old: value.compactText, new: nil))
    }
    self.changes = changes
  }

  private init(changes: [Change]) { self.changes = changes }

  /// The changes that are neither free text nor the limit of memory, the number of threads or where a plug-in lies,
  /// which no result depends on, nor under one of the dotted keys in `allowed`.
  package func excluding(_ allowed: [String]) -> RecipeDifference {
    // Steps, epochs and target tokens are ways to say one thing: whoever may change the one changes the others.
    let isLengthAllowed = allowed.contains(where: TrainSettings.lengthKeys.contains)
    let prefixes =
      allowed + (isLengthAllowed ? TrainSettings.lengthKeys : [])
      + ["about", "memory", "train.threads"] + RuntimeSettings.keysWithoutResults
    return RecipeDifference(
      changes: changes.filter { change in
        !prefixes.contains {
          change.key == $0 || change.key.hasPrefix($0 + ".") || change.key.hasPrefix($0 + "[")
        }
      })
  }

  private static func dictionary(_ leaves: [(path: String, value: OrderedJSON)]) -> [String: OrderedJSON] {
    Dictionary(leaves.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
