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
