/// A dotted path into a recipe: `train.steps`, `data.tasks[0].cap`. Entries of lists count from 0; that a
/// number is one of the list is seen when the path is followed.
package struct SettingPath: Equatable, CustomStringConvertible {
  package enum Component: Equatable {
    case key(String)
    case index(Int)
  }

  package let components: [Component]

  /// Parses `text`.
  /// - Returns: `nil` when `text` is not keys joined by dots, each with any number of `[index]` after it.
  package init?(_ text: String) {
    var components: [Component] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty, !key.contains("]") else { return nil }
      components.append(.key(String(key)))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Self.index(piece.dropLast()) else { return nil }
        components.append(.index(index))
      }
    }
    self.components = components
  }

  /// A path of these components.
  package init(_ components: some Sequence<Component>) { self.components = Array(components) }

  /// The number that `text` writes, as far as it can be the number of an entry: digits, perhaps after a minus
  /// sign. One that no `Int` holds becomes the nearest that it does hold; no list has that entry either.
  package static func index(_ text: some StringProtocol) -> Int? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
      return nil
    }
    return Int(text) ?? (isNegative ? .min : .max)
  }

  package var description: String { SettingPath.text(of: components[...]) }

  package static func text(of components: ArraySlice<Component>) -> String {
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
