import Instructions

extension EvaluationGroup: Codable {
  private enum Key: String, CodingKey { case name, rows }

  private enum ScoreKey: String, CodingKey {
    case examples, score, macroScore, scores, exactMatch, macroExactMatch, chance, normalized,
      majorityBaseline,
      strictExactMatch,
      answerPhraseRate, loss
  }

  /// Reads name and rows; the scores follow from these.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(Name.self, forKey: .name),
      rows: try container.decode([EvaluationRow].self, forKey: .rows))
  }

  /// Writes name and rows, and the scores that follow from them.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(rows.map(ScoredRow.init), forKey: .rows)
    var scores = encoder.container(keyedBy: ScoreKey.self)
    try scores.encode(examples, forKey: .examples)
    try scores.encodeIfPresent(score, forKey: .score)
    try scores.encodeIfPresent(macroScore, forKey: .macroScore)
    let byMetric = AnswerMetric.graded.compactMap { metric in self.score(by: metric).map { (metric, $0) } }
    if !byMetric.isEmpty { try scores.encode(Dictionary(uniqueKeysWithValues: byMetric), forKey: .scores) }
    try scores.encodeIfPresent(exactMatch, forKey: .exactMatch)
    try scores.encodeIfPresent(macroExactMatch, forKey: .macroExactMatch)
    try scores.encodeIfPresent(chance, forKey: .chance)
    try scores.encodeIfPresent(normalized, forKey: .normalized)
    try scores.encodeIfPresent(majorityBaseline, forKey: .majorityBaseline)
    try scores.encodeIfPresent(strictExactMatch, forKey: .strictExactMatch)
    try scores.encodeIfPresent(answerPhraseRate, forKey: .answerPhraseRate)
    try scores.encodeIfPresent(loss, forKey: .loss)
  }

  /// A row with the scores that follow from it.
  private struct ScoredRow: Encodable {
    let row: EvaluationRow

    private enum Key: String, CodingKey { case score, exactMatch, normalized, loss }

    func encode(to encoder: any Encoder) throws {
      try row.encode(to: encoder)
      var scores = encoder.container(keyedBy: Key.self)
      try scores.encodeIfPresent(row.score, forKey: .score)
      try scores.encodeIfPresent(row.exactMatch, forKey: .exactMatch)
      try scores.encodeIfPresent(row.normalized, forKey: .normalized)
      try scores.encodeIfPresent(row.loss, forKey: .loss)
    }
  }
}
