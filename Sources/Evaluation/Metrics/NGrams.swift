/// ROUGE-N as rouge_score has it with stemming.
///
/// Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 2: of the runs of N words of
/// answer and reference, each counted as often as it occurs in both, precision is the share of the answer's
/// and recall the share of the reference's; the score is their harmonic mean. Words are those of `RougeL`.
package enum RougeN {
  /// The F measure, from 0 to 1; 0 where either has no run of so many words.
  /// - Parameter order: the number of words in a run, at least 1.
  package static func score(_ answer: String, _ reference: String, order: Int) -> Double {
    let given = NGrams.counts(RougeL.words(answer), order: order)
    let wanted = NGrams.counts(RougeL.words(reference), order: order)
    let shared = Double(NGrams.shared(given, wanted))
    if shared == 0 { return 0 }
    let precision = shared / Double(given.values.reduce(0, +))
    let recall = shared / Double(wanted.values.reduce(0, +))
    return 2 * precision * recall / (precision + recall)
  }
}

/// Runs of neighboring elements (n-grams), with how often each occurs.
enum NGrams {
  /// The runs of `order` elements of `sequence`.
  static func counts<Element: Hashable>(_ sequence: [Element], order: Int) -> [ArraySlice<Element>: Int] {
    if sequence.count < order { return [:] }
    var counts: [ArraySlice<Element>: Int] = [:]
    for start in 0...(sequence.count - order) { counts[sequence[start..<start + order], default: 0] += 1 }
    return counts
  }

  /// How many runs are in both, each counted as often as it occurs in both.
  static func shared<Run: Hashable>(_ first: [Run: Int], _ second: [Run: Int]) -> Int {
    first.reduce(0) { $0 + min($1.value, second[$1.key] ?? 0) }
  }
}
