import Diagnostics

/// A pattern for names of tasks and clusters: `*` stands for any letters, `?` for one; everything else for itself.
///
/// Names are compared without regard to case, and `-` is the same as `_`: `*mmmlu*` is any task of MMLU.
package struct NamePattern: Sendable, Equatable {
  /// The pattern as it was written.
  package let text: String
  private let isExact: Bool
  private let letters: [Unicode.Scalar]

  /// A pattern.
  /// - Parameter isExact: whether every letter stands for itself alone, as in names of files.
  package init(_ text: String, isExact: Bool = false) {
    self.text = text
    self.isExact = isExact
    letters = Self.letters(text, isExact: isExact)
  }

  /// Whether the pattern is a name, without wildcards.
  package var isName: Bool { !letters.contains { $0 == Self.any || $0 == Self.one } }

  /// Whether the whole of `name` is of this pattern.
  package func matches(_ name: String) -> Bool {
    Self.matches(Self.letters(name, isExact: isExact), letters)
  }

  /// The characters that stand for others, and how many each of them stands for at least.
  static let wildcards = NearestName.Wildcards(any: "*", one: "?")

  private static let any: Unicode.Scalar = "*"
  private static let one: Unicode.Scalar = "?"

  private static func letters(_ text: String, isExact: Bool) -> [Unicode.Scalar] {
    isExact ? Array(text.unicodeScalars) : text.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }

  /// Goes back to the last `*` only, so that no pattern takes more than name times pattern steps.
  private static func matches(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var (position, place) = (0, 0)
    var retry: (position: Int, place: Int)?
    while position < name.count {
      if place < pattern.count, pattern[place] == any {
        retry = (position, place)
        place += 1
      } else if place < pattern.count, pattern[place] == one || pattern[place] == name[position] {
        position += 1
        place += 1
      } else if let last = retry {
        retry = (last.position + 1, last.place)
        (position, place) = (last.position + 1, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == any }
  }
}
