/// What a list of the grid is made of: the third axis.
package enum GridKind: String, CaseIterable, Sendable {
  case names, animals, foods, garments, colors, places, cities, jobs, things

  /// One of them, in words: `animal`.
  var noun: String { self == .cities ? "city" : String(rawValue.dropLast()) }

  /// Twelve words of this kind, which no other kind has.
  ///
  /// So many, because a task then has 11,880 lists of four, and a small model still meets each word often.
  var words: [String] {
    switch self {
    case .names: Array(Lexicon.women.prefix(6) + Lexicon.men.prefix(6))
    case .animals: Lexicon.animals + ["goat", "rabbit", "bear", "lion"]
    case .foods: Lexicon.foods + ["banana", "melon", "nut", "pie"]
    case .garments: Lexicon.garments + ["glove", "skirt", "scarf", "shoe"]
    case .colors: Lexicon.colors + ["gray", "purple", "orange", "silver"]
    case .places: Lexicon.places
    case .cities: Lexicon.cities + ["Lisbon", "Prague", "Dublin", "Cairo"]
    case .jobs: Lexicon.jobs + ["singer", "writer", "pilot", "guard"]
    case .things: Lexicon.things
    }
  }
}

/// On which side a list stands: no list of a held-out task is in any trained one, nor in the texts.
enum GridSide: Sendable {
  case trained, heldOut

  /// The side of a list by its first four words, so that no list goes on where one of the other side ends. One
  /// of eight lists is held out, whatever the seed.
  init(of words: [String]) {
    var random = KeyedGenerator(key: "grid side " + Array(words.prefix(4)).listed)
    self = random.below(8) == 0 ? .heldOut : .trained
  }
}

extension KeyedGenerator {
  /// Different words of a kind, in random order, of which the list is on the given side.
  mutating func gridList(_ kind: GridKind, _ lengths: ClosedRange<Int>, _ side: GridSide) -> [String] {
    let length = number(lengths)
    while true {
      let words = sample(kind.words, length)
      if GridSide(of: words) == side { return words }
    }
  }
}
