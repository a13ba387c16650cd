import Instructions

extension AnswerMetric {
  /// Whether a score is of all answers of a task together rather than the mean of the answers' own.
  package var isOfCorpus: Bool { self == .bleu || self == .chrF }

  /// The scores of one answer by every graded metric but BLEU, which is made for many answers.
  static func scores(of answer: String, _ references: [String]) -> [AnswerMetric: Double] {
    let metrics = graded.filter { $0 != .bleu }
    return Dictionary(uniqueKeysWithValues: metrics.map { ($0, $0.score(answer, references)) })
  }

  private func score(_ answer: String, _ references: [String]) -> Double {
    func best(_ score: (String) -> Double) -> Double { references.reduce(0) { max($0, score($1)) } }
    return switch self {
    case .exactMatch: AnswerExtraction.isMatch(answer, references) ? 1 : 0
    case .tokenF1: best { TokenOverlap.f1(answer, $0) }
    case .rouge1: best { RougeN.score(answer, $0, order: 1) }
    case .rouge2: best { RougeN.score(answer, $0, order: 2) }
    case .rougeL: best { RougeL.score(answer, $0) }
    case .bleu: BLEU.score([(answer, references)])
    case .chrF: ChrF.score([(answer, references)])
    }
  }
}
