/// How an answer is compared with the references, as a suite names it. The best of several references counts.
package enum SuiteMetric: String, Sendable, CaseIterable {
  /// Equal texts but for white space at the ends: `strip() == strip()`, as BIG-Bench Hard is scored.
  case exactMatch = "exact-match"
  /// Equal in lower case, without ASCII punctuation, and with runs of white space as one space: exact match
  /// as the authors of Natural Instructions have it (Wang et al. 2022, arXiv 2204.07705).
  case normalizedExactMatch = "normalized-exact-match"
  /// See `TokenOverlap.exactMatch`.
  case squadExactMatch = "squad-exact-match"
  /// See `TokenOverlap.f1`.
  case squadF1 = "squad-f1"
  /// See `RougeL`.
  case rougeL = "rouge-l"
  /// Equal numbers, see `NumericAnswer`.
  case number
  /// The same option's letter, see `ChoiceLetter`.
  case choice

  /// The score of an answer, from 0 to 1; 0 without references.
  package func score(_ answer: String, _ references: [String]) -> Double {
    references.reduce(0) { max($0, score(answer, $1)) }
  }

  /// Whether a score can be between 0 and 1.
  package var isGraded: Bool { self == .squadF1 || self == .rougeL }

  /// Whether the metric finds in `text` what it compares: a number, a letter; any text will do for the
  /// others.
  package func canRead(_ text: String) -> Bool {
    switch self {
    case .number: NumericAnswer.last(in: text) != nil
    case .choice: ChoiceLetter.read(text) != nil
    default: true
    }
  }

  private func score(_ answer: String, _ reference: String) -> Double {
    switch self {
    case .exactMatch:
      PlainText.areEqual(PlainText.stripped(answer), PlainText.stripped(reference)) ? 1 : 0
    case .normalizedExactMatch: Self.bareWords(answer) == Self.bareWords(reference) ? 1 : 0
    case .squadExactMatch: TokenOverlap.exactMatch(answer, reference)
    case .squadF1: TokenOverlap.f1(answer, reference)
    case .rougeL: RougeL.score(answer, reference)
    case .number: Self.areEqual(NumericAnswer.last(in: answer), NumericAnswer.last(in: reference))
    case .choice: Self.areEqual(ChoiceLetter.read(answer), ChoiceLetter.read(reference))
    }
  }

  private static func bareWords(_ text: String) -> [String] {
    PlainText.words(TokenOverlap.withoutPunctuation(text.lowercased()))
  }

  private static func areEqual(_ answer: String?, _ reference: String?) -> Double {
    answer != nil && answer == reference ? 1 : 0
  }
}
