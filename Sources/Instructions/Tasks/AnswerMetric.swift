/// How answers to held-out examples are compared with what counts as right; each gives a score from 0 to 1.
/// Of several references the best one counts. `Evaluation` computes them; a task can say which one judges it.
package enum AnswerMetric: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// The share of answers that are the reference itself, but for white space.
  case exactMatch
  /// SQuAD's F1 over words: without case, punctuation and articles.
  case tokenF1
  /// F measure over stemmed words: ROUGE-1.
  case rouge1
  /// F measure over pairs of neighboring stemmed words: ROUGE-2.
  case rouge2
  /// F measure over the longest common subsequence of stemmed words: ROUGE-L.
  case rougeL
  /// BLEU of all answers of a task together: runs of one to four words.
  case bleu
  /// F measure over runs of one to six characters of all answers of a task together: for any script.
  case chrF

  /// The metric's name for readers.
  package var title: String {
    switch self {
    case .exactMatch: "exact match"
    case .tokenF1: "token F1"
    case .rouge1: "ROUGE-1"
    case .rouge2: "ROUGE-2"
    case .rougeL: "ROUGE-L"
    case .bleu: "BLEU"
    case .chrF: "chrF"
    }
  }

  /// Those that give partial credit: all but exact match.
  package static let graded = allCases.filter { $0 != .exactMatch }
}
