/// How a text without question and answer becomes an example: what of it a model is given and what it is to
/// write (a pre-training objective).
package enum TextObjective: Sendable, Equatable {
  /// Spans are taken out, each with a sentinel in its place; the target says what stood there.
  case spanCorruption(SpanCorruption)
  /// The text up to a point drawn evenly is given, the rest is to be written (Raffel et al. 2020, section
  /// 3.2.1; Lester et al. 2021 adapt T5 by it).
  case prefixLM
  /// Nothing is given, the whole is to be written.
  case causal

  /// A text as it is given and asked for, without end-of-sequence ids.
  package typealias Sides = (inputs: [Int32], targets: [Int32])

  /// The name, which stands in place of a template's.
  package var name: String {
    switch self {
    case .spanCorruption: "span-corruption"
    case .prefixLM: "prefix-lm"
    case .causal: "causal"
    }
  }

  /// Whether the target of a piece ends in the end-of-sequence id.
  ///
  /// A target that is the text itself ends where the text does: a model that is to write texts on must not
  /// learn that they end wherever a row was full. What spans have taken out is a list, which ends behind its
  /// last span. t5's tasks append the id to every piece of either kind (seqio's `append_eos_after_trim`, behind
  /// `split_tokens`).
  /// - Parameter endsText: whether the piece is the last of its document.
  package func endsTarget(ofPiece endsText: Bool) -> Bool {
    switch self {
    case .spanCorruption: true
    case .prefixLM, .causal: endsText
    }
  }

  /// The fewest tokens of a text that can be learned from: one is given, one is asked for.
  package var leastLength: Int { self == .causal ? 1 : 2 }

  /// The example that a text of at least `leastLength` tokens makes.
  /// - Parameter random: decides all that is left to chance.
  package func sides(of tokens: [Int32], random: CounterRandom) -> Sides {
    switch self {
    case .spanCorruption(let corruption): return corruption.sides(of: tokens, random: random)
    case .causal: return ([], tokens)
    case .prefixLM:
      // As t5's random_prefix_noise_mask: every length from 1 to all but one alike.
      let given = min(1 + random.bits(at: 0).scaled(below: tokens.count - 1), tokens.count)
      return (Array(tokens[..<given]), Array(tokens[given...]))
    }
  }

  /// The most tokens, with their end-of-sequence ids, that a text of `length` tokens has on each side.
  package func longestSides(ofLength length: Int) -> (inputs: Int, targets: Int) {
    switch self {
    case .spanCorruption(let corruption):
      let counts = corruption.counts(ofLength: length)
      return (length - counts.tokens + counts.spans + 1, counts.tokens + counts.spans + 1)
    case .prefixLM: return (length, length)
    case .causal: return (1, length + 1)
    }
  }

  /// The longest text whose example fits a row, and has no more spans than there are sentinels; 0 where the
  /// row is too short for any.
  ///
  /// Of T5's span corruption and 512 tokens of input that is 568 tokens, with 114 of target (t5's
  /// `random_spans_helper`).
  /// - Parameter row: tokens that the row has room for, with end-of-sequence ids.
  package func longestText(inRow row: (inputs: Int, targets: Int)) -> Int {
    // Both sides grow with the text, and together hold all of it.
    var (fits, excess) = (0, row.inputs + row.targets + 1)
    while excess - fits > 1 {
      let middle = (fits + excess) / 2
      let sides = longestSides(ofLength: middle)
      if sides.inputs <= row.inputs, sides.targets <= row.targets, hasSentinels(forLength: middle) {
        fits = middle
      } else {
        excess = middle
      }
    }
    return fits < leastLength ? 0 : fits
  }

  /// Whether the vocabulary has a sentinel for every span of a text of `length` tokens.
  package func hasSentinels(forLength length: Int) -> Bool {
    guard case .spanCorruption(let corruption) = self else { return true }
    return corruption.counts(ofLength: length).spans <= corruption.sentinels.count
  }
}
