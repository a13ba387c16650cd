/// How a list of the grid is written: the second axis. Every operation is trained in all forms but one.
package enum GridForm: String, CaseIterable, Sendable {
  case commas, and, semicolons, slashes, bars, arrows, pluses, stars, numbered, lettered, boxes, brackets
  case quotes, spaces, then, ranked, slots, sentences

  /// The list as text. No form needs a line break, which T5's vocabularies do not have.
  func text(_ words: [String]) -> String {
    switch self {
    case .commas: words.listed
    case .and: words.listedWithAnd
    case .semicolons: words.joined(separator: "; ")
    case .slashes: words.joined(separator: " / ")
    case .bars: words.joined(separator: " | ")
    case .arrows: words.joined(separator: " -> ")
    case .pluses: words.joined(separator: " + ")
    case .stars: marked(words) { _ in "* " }
    case .numbered: marked(words) { "\($0 + 1). " }
    case .lettered: marked(words) { "\(Self.letters[$0])) " }
    case .boxes: words.map { "[\($0)]" }.joined(separator: " ")
    case .brackets: words.map { "(\($0))" }.joined(separator: " ")
    case .quotes: words.map { "\"\($0)\"" }.joined(separator: " ")
    case .spaces: words.joined(separator: " ")
    case .then: words.joined(separator: " then ")
    case .ranked: words.indices.map { "\(Self.ordinals[$0]) \(words[$0])" }.listed
    case .slots: words.indices.map { "\($0 + 1) = \(words[$0])" }.listed
    case .sentences:
      (["The list starts with \(words[0])."] + words.dropFirst().map { "Then comes \($0)." }).sentences
    }
  }

  /// How the words are, in the sentence `The animals are in boxes.`
  var description: String {
    switch self {
    case .commas: "separated by commas"
    case .and: "joined by the word and"
    case .semicolons: "separated by semicolons"
    case .slashes: "separated by slashes"
    case .bars: "separated by bars"
    case .arrows: "joined by arrows"
    case .pluses: "joined by plus signs"
    case .stars: "marked by stars"
    case .numbered: "numbered"
    case .lettered: "marked by letters"
    case .boxes: "in boxes"
    case .brackets: "in round brackets"
    case .quotes: "in quotes"
    case .spaces: "separated by spaces"
    case .then: "joined by the word then"
    case .ranked: "ranked in words"
    case .slots: "assigned to numbers"
    case .sentences: "told in sentences"
    }
  }

  /// The number words of a list's places; lists have eight words at most.
  static let ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
  private static let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]

  private func marked(_ words: [String], by mark: (Int) -> String) -> String {
    words.indices.map { mark($0) + words[$0] }.joined(separator: " ")
  }
}
