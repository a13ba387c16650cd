/// A dotted path into a recipe: `train.steps`, `data.tasks[0].cap`.
struct SettingPath: Equatable, CustomStringConvertible {
  enum Component: Equatable {
    case key(String)
    case index(Int)
  }

  let components: [Component]

  /// Parses `text`.
  /// - Returns: `nil` when `text` is not keys joined by dots, each with any number of `[index]` after it.
  init?(_ text: String) {
    var components: [Component] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty, !key.contains("]") else { return nil }
      components.append(.key(String(key)))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), piece.dropLast().allSatisfy(\.isASCII), let index = Int(piece.dropLast()),
          index >= 0
        else { return nil }
        components.append(.index(index))
      }
    }
    self.components = components
  }

  var description: String { SettingPath.text(of: components[...]) }

  static func text(of components: ArraySlice<Component>) -> String {
    var text = ""
    for component in components {
      switch component {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
