/// The little grammar that the sentences need.
extension String {
  /// The word after `a` or `an`.
  var withArticle: String { "\(article) \(self)" }

  /// `a` or `an`, by the first letter; the lexicon has no silent or misleading first letters.
  var article: String { "aeiou".contains(prefix(1).lowercased()) ? "an" : "a" }

  /// The word with a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// `She` or `He`, for a name of the lexicon.
  var pronoun: String { Lexicon.women.contains(self) ? "She" : "He" }
}

extension [String] {
  /// `a, b, c`.
  var listed: String { joined(separator: ", ") }

  /// `a, b and c`.
  var listedWithAnd: String {
    count < 2 ? listed : Array(dropLast()).listed + " and " + self[count - 1]
  }

  /// The sentences, one after the other.
  var sentences: String { joined(separator: " ") }
}

/// `1 coin`, `2 coins`.
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
