extension KeyedGenerator {
  mutating func name() -> String { pick(Lexicon.names) }
  mutating func names(_ count: Int) -> [String] { sample(Lexicon.names, count) }

  /// Different words for a list: mostly things and colors, sometimes names, places, cities, jobs or days.
  mutating func listItems(_ range: ClosedRange<Int>) -> [String] {
    let count = number(range)
    switch below(10) {
    case 0..<5: return sample(Lexicon.possessions + Lexicon.colors, count)
    case 5..<8: return names(count)
    default: return sample(Lexicon.places + Lexicon.cities + Lexicon.jobs + Lexicon.days, count)
    }
  }

  /// Different words of one pool, for the two sides of a lookup.
  mutating func pools() -> (keys: [String], values: [String]) {
    let pools = [
      Lexicon.names, Lexicon.colors, Lexicon.possessions, Lexicon.places, Lexicon.cities, Lexicon.days,
      Lexicon.jobs,
    ]
    let chosen = sample(pools, 2)
    return (chosen[0], chosen[1])
  }

  /// Mostly two, sometimes three: how many people or things a small passage or table has.
  mutating func few() -> Int { below(3) == 0 ? 3 : 2 }

  /// An index of `0..<count` and one different from it.
  mutating func twoIndices(_ count: Int) -> (Int, Int) {
    let chosen = sample(Array(0..<count), 2)
    return (chosen[0], chosen[1])
  }
}

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
