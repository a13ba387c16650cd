/// Span corruption (Raffel et al. 2020, section 3.1.4): a share of the tokens is taken out in spans, whose
/// number follows from their mean length.
///
/// The text is kept and taken out in turn, beginning with kept tokens and ending with a span; lengths are
/// drawn evenly among all divisions into as many parts as there are spans. This is t5's
/// `random_spans_noise_mask` with `noise_span_to_unique_sentinel` and `nonnoise_span_to_unique_sentinel`
/// (google-research/text-to-text-transfer-transformer, `t5/data/preprocessors.py`).
package struct SpanCorruption: Sendable, Equatable {
  /// The share of tokens that is taken out, above 0 and below 1; T5 has 0.15.
  package let noise: Double
  /// The mean length of a span in tokens, at least 1; T5 has 3.
  package let meanSpan: Double
  /// The ids of `<extra_id_0>`, `<extra_id_1>`, ..., which stand for the spans in their order.
  package let sentinels: [Int32]

  /// T5's published share of noise.
  package static let standardNoise = 0.15
  /// T5's published mean length of a span.
  package static let standardMeanSpan = 3.0

  /// A corruption; without numbers, T5's.
  package init(noise: Double = standardNoise, meanSpan: Double = standardMeanSpan, sentinels: [Int32]) {
    self.noise = noise
    self.meanSpan = meanSpan
    self.sentinels = sentinels
  }

  /// How many tokens of a text of `length` are taken out, and in how many spans: at least one, and never all.
  ///
  /// Rounded as published: in float32, halves to the even number. Where spans are to be so short and many
  /// that kept tokens do not suffice to part them, there are as many spans as kept tokens.
  func counts(ofLength length: Int) -> (tokens: Int, spans: Int) {
    // The published mask is made for at least two tokens.
    let length = max(length, 2)
    let tokens = TextObjective.count(of: noise, ofLength: length)
    let spans = Int(min((Float(tokens) / Float(meanSpan)).rounded(.toNearestOrEven), Float(tokens)))
    return (tokens, min(max(spans, 1), length - tokens))
  }

  /// A text with its spans drawn.
  /// - Parameter tokens: at least two, with no more spans than there are sentinels.
  func sides(of tokens: [Int32], random: CounterRandom) -> TextObjective.Sides {
    let counts = counts(ofLength: tokens.count)
    let division = RandomDivision(random)
    return sides(
      of: tokens, kept: division.parts(of: tokens.count - counts.tokens, count: counts.spans, domain: 1),
      takenOut: division.parts(of: counts.tokens, count: counts.spans, domain: 0))
  }

  /// A text whose spans are known.
  /// - Parameters:
  ///   - kept: tokens before each span.
  ///   - takenOut: tokens of each span; all lengths together are the text's.
  func sides(of tokens: [Int32], kept: [Int], takenOut: [Int]) -> TextObjective.Sides {
    var sides: TextObjective.Sides = ([], [])
    var place = 0
    for ((before, span), sentinel) in zip(zip(kept, takenOut), sentinels) {
      sides.inputs += tokens[place..<place + before]
      sides.inputs.append(sentinel)
      sides.targets.append(sentinel)
      sides.targets += tokens[place + before..<place + before + span]
      place += before + span
    }
    return sides
  }
}

/// Divides numbers of tokens at random, as a function of a generator's key.
struct RandomDivision {
  private let random: CounterRandom

  init(_ random: CounterRandom) { self.random = random }

  /// The lengths of `count` parts, each at least 1, that are `total` together: every such division is as
  /// likely as any other (t5's `_random_segmentation`).
  /// - Parameters:
  ///   - count: from 1 to `total`.
  ///   - domain: keeps draws of one generator apart.
  func parts(of total: Int, count: Int, domain: UInt64) -> [Int] {
    var parts: [Int] = []
    var length = 1
    var words = SIMD4<UInt32>()
    // Knuth's selection sampling (The Art of Computer Programming 2, 3.4.2, Algorithm S): of the places
    // between two tokens, `count - 1` begin a new part.
    for place in 0..<max(total - 1, 0) {
      if place & 3 == 0 {
        words = random.words(at: UInt64(truncatingIfNeeded: place >> 2), domain: domain)
      }
      if words[place & 3].scaled(below: total - 1 - place) < count - 1 - parts.count {
        parts.append(length)
        length = 1
      } else {
        length += 1
      }
    }
    return parts + [length]
  }
}
