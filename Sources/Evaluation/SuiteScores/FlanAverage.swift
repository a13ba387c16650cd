/// The Flan paper's normalized average as far as reports of suites give it.
///
/// Chung et al. 2022 (arXiv 2210.11416), section 2.3: the mean of six normalized scores, each the mean over
/// the tasks of a suite.
package struct FlanAverage: Sendable, Equatable, Codable {
  /// The suites that it is made of.
  package static let suites = [
    "mmlu-direct", "mmlu-cot", "bbh-direct", "bbh-cot", "tydiqa", "mgsm-cot",
  ]

  /// The normalized scores that are known, by suite.
  package let parts: [String: Double]
  /// The suites that are missing.
  package let missing: [String]
  /// The average, as a fraction of 1; `nil` unless all six are known.
  package let value: Double?

  /// The average of what `reports` give; answers that were ranked by likelihood have no part in it.
  package init(_ reports: [SuiteReport]) {
    let known = reports.filter { Self.suites.contains($0.suite) && $0.scoring != .likelihood }
    parts = Dictionary(known.map { ($0.suite, $0.normalizedMean) }) { first, _ in first }
    missing = Self.suites.filter { [parts] in parts[$0] == nil }
    value =
      missing.isEmpty
      ? Self.suites.reduce(0) { [parts] in $0 + (parts[$1] ?? 0) } / Double(Self.suites.count) : nil
  }
}

/// What the Flan paper averages into one number.
///
/// Chung et al. 2022 (arXiv 2210.11416), section 2.3 and appendix D: the macro-average of six normalized
/// scores. MMLU has four options everywhere and TyDiQA and MGSM have none, so that the normalized mean of
/// each follows from its mean. The subtasks of BIG-Bench Hard have different baselines, so that its
/// normalized mean follows from the 27 scores and not from their mean.
package struct FlanSuiteScores: Sendable, Equatable {
  /// MMLU answered at once: the mean over its 57 subjects, from 0 to 1.
  package var mmluDirect: Double
  /// MMLU with chains of thought.
  package var mmluChainOfThought: Double
  /// The subtasks of BIG-Bench Hard, answered at once.
  package var bbhDirect: [Double]
  /// The subtasks of BIG-Bench Hard with chains of thought, in the same order.
  package var bbhChainOfThought: [Double]
  /// TyDiQA: the mean over its 8 languages.
  package var tydiqa: Double
  /// MGSM with chains of thought: the mean over its 10 languages.
  package var mgsmChainOfThought: Double

  /// Scores as fractions of 1.
  package init(
    mmluDirect: Double, mmluChainOfThought: Double, bbhDirect: [Double], bbhChainOfThought: [Double],
    tydiqa: Double, mgsmChainOfThought: Double
  ) {
    self.mmluDirect = mmluDirect
    self.mmluChainOfThought = mmluChainOfThought
    self.bbhDirect = bbhDirect
    self.bbhChainOfThought = bbhChainOfThought
    self.tydiqa = tydiqa
    self.mgsmChainOfThought = mgsmChainOfThought
  }

  /// The paper's normalized average, as a fraction of 1; negative for a model worse than guessing.
  /// - Parameter bbhBaselines: the random baseline of each subtask, in the order of the scores.
  package func normalizedAverage(bbhBaselines: [Double]) -> Double {
    func bbh(_ scores: [Double]) -> Double {
      RandomGuessing.normalizedMean(zip(scores, bbhBaselines).map { (score: $0, baseline: $1) })
    }
    let parts = [
      RandomGuessing.normalized(mmluDirect, baseline: 0.25),
      RandomGuessing.normalized(mmluChainOfThought, baseline: 0.25),
      bbh(bbhDirect), bbh(bbhChainOfThought), tydiqa, mgsmChainOfThought,
    ]
    return parts.reduce(0, +) / Double(parts.count)
  }
}
