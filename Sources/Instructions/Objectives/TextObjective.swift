/// How a text without question and answer becomes an example: what of it a model is given and what it is to
/// write (a pre-training objective).
package enum TextObjective: Sendable, Equatable {
  /// Spans are taken out, each with a sentinel in its place; the target says what stood there.
  case spanCorruption(SpanCorruption)
  /// The text up to a point is given, the rest is to be written (Raffel et al. 2020, section 3.2.1; Lester et
  /// al. 2021 adapt T5 by it): of `share` of the tokens, or for `nil` from a point drawn evenly.
  case prefix(share: Double?)
  /// Nothing is given, the whole is to be written.
  case causal
  /// One of several, drawn anew for every piece in every epoch; at least one, none of them a mixture.
  case mixture([Denoiser])

  /// The text up to a point drawn evenly is given.
  package static let prefixLM = TextObjective.prefix(share: nil)

  /// A text as it is given and asked for, without end-of-sequence ids.
  package typealias Sides = (inputs: [Int32], targets: [Int32])

  /// The name, which stands in place of a template's.
  package var name: String {
    switch self {
    case .spanCorruption: "span-corruption"
    case .prefix: "prefix-lm"
    case .causal: "causal"
    case .mixture: "mixture"
    }
  }

  /// Whether the target of a piece ends in the end-of-sequence id.
  ///
  /// A target that is the text itself ends where the text does: a model that is to write texts on must not
  /// learn that they end wherever a row was full. What spans have taken out is a list, which ends behind its
  /// last span. t5's tasks append the id to every piece of either kind (seqio's `append_eos_after_trim`, behind
  /// `split_tokens`).
  /// - Parameter endsText: whether the piece is the last of its document; for a mixture, ask what was drawn.
  package func endsTarget(ofPiece endsText: Bool) -> Bool {
    switch self {
    case .spanCorruption: true
    case .prefix, .causal, .mixture: endsText
    }
  }

  /// The fewest tokens of a text that can be learned from: one is given, one is asked for.
  package var leastLength: Int {
    switch self {
    case .causal: 1
    case .spanCorruption, .prefix: 2
    case .mixture(let denoisers): denoisers.map(\.objective.leastLength).max() ?? 1
    }
  }

  /// The example that a text of at least `leastLength` tokens makes.
  /// - Parameter random: decides all that is left to chance.
  package func sides(of tokens: [Int32], random: CounterRandom) -> Sides {
    switch self {
    case .spanCorruption(let corruption): return corruption.sides(of: tokens, random: random)
    case .causal: return ([], tokens)
    case .prefix(let share):
      // As t5's random_prefix_noise_mask: every length from 1 to all but one alike.
      let drawn = min(1 + random.bits(at: 0).scaled(below: tokens.count - 1), tokens.count)
      let given = share.map { tokens.count - Self.count(of: $0, ofLength: tokens.count) } ?? drawn
      return (Array(tokens[..<given]), Array(tokens[given...]))
    case .mixture: return denoiser(random).sides(of: tokens, random: random)
    }
  }

  /// How many tokens of a text of `length` a share of them is: at least one and never all, rounded as t5 has
  /// it, in float32 and halves to the even number.
  static func count(of share: Double, ofLength length: Int) -> Int {
    let wanted = (Float(length) * Float(share)).rounded(.toNearestOrEven)
    return Int(max(min(wanted, Float(length - 1)), 1))
  }

  /// The most tokens, with their end-of-sequence ids, that a text of `length` tokens has on each side.
  package func longestSides(ofLength length: Int) -> (inputs: Int, targets: Int) {
    switch self {
    case .spanCorruption(let corruption):
      let counts = corruption.counts(ofLength: length)
      return (length - counts.tokens + counts.spans + 1, counts.tokens + counts.spans + 1)
    case .prefix(nil): return (length, length)
    case .prefix(let share?):
      let written = Self.count(of: share, ofLength: length)
      return (length - written + 1, written + 1)
    case .causal: return (1, length + 1)
    case .mixture(let denoisers):
      let sides = denoisers.map { $0.longestSides(ofLength: length) }
      return (sides.map(\.inputs).max() ?? 1, sides.map(\.targets).max() ?? 1)
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
    switch self {
    case .spanCorruption(let corruption):
      corruption.counts(ofLength: length).spans <= corruption.sentinels.count
    case .prefix, .causal: true
    case .mixture(let denoisers): denoisers.allSatisfy { $0.objective.hasSentinels(forLength: length) }
    }
  }
}
