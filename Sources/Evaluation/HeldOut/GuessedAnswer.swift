import Instructions

/// What a guess among the candidates for an answer scores.
enum GuessedAnswer {
  /// The share of the different candidates that count as right; 0 for free text, which has none. The options of a
  /// question are its candidates where it has no others.
  static func chance(_ instance: Instance) -> Double {
    let texts = instance.candidates.isEmpty ? instance.options : instance.candidates
    let candidates = Set(texts.map { AnswerExtraction.whole.read($0).text })
    if candidates.isEmpty { return 0 }
    let right = candidates.count { AnswerExtraction.isMatch($0, instance.references) }
    return Double(right) / Double(candidates.count)
  }
}
