import Foundation

/// BLEU of a set of answers, as sacreBLEU has it by default (signature
/// `nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp`), but as a fraction of 1.
///
/// Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation", section 2.3: the
/// geometric mean of the precisions of runs of one to four words, each run counted at most as often as in any
/// one reference, times exp(1 - r/c) where the answers' c words are fewer than r, those of the references
/// closest in length. An order without a hit counts as 1/2, 1/4, ... of one (Chen and Cherry 2014, method 3;
/// Post 2018, arXiv 1804.08771).
package enum BLEU {
  private static let orders = 1...4

  /// The score, from 0 to 1; 0 without a word in common, or where no answer has four words.
  /// - Parameter pairs: each answer with the texts that count as right, of which the set takes whatever fits
  ///   best.
  package static func score(_ pairs: [(answer: String, references: [String])]) -> Double {
    var (answerWords, referenceWords) = (0, 0)
    var hits = [Int](repeating: 0, count: orders.count)
    var runs = hits
    for (answer, references) in pairs {
      let words = Self.words(answer)
      let wanted = references.map(Self.words)
      answerWords += words.count
      referenceWords += closest(wanted.map(\.count), to: words.count)
      for (index, order) in orders.enumerated() {
        runs[index] += max(0, words.count - order + 1)
        hits[index] += NGrams.shared(NGrams.counts(words, order: order), most(wanted, order: order))
      }
    }
    guard hits.contains(where: { $0 > 0 }), !runs.contains(0) else { return 0 }
    var (missing, logarithms) = (1.0, 0.0)
    for (hits, runs) in zip(hits, runs) {
      if hits == 0 { missing *= 2 }
      logarithms += log((hits == 0 ? 1 / missing : Double(hits)) / Double(runs))
    }
    let brevity = answerWords < referenceWords ? 1 - Double(referenceWords) / Double(answerWords) : 0
    return exp(brevity + logarithms / Double(orders.count))
  }

  /// The words that are counted.
  static func words(_ text: String) -> [String] { MTEvalWords.of(PlainText.strippedAtEnd(text)) }

  /// The length that is closest to `length`, the shorter of two; 0 where there is none.
  private static func closest(_ lengths: [Int], to length: Int) -> Int {
    lengths.min { (abs($0 - length), $0) < (abs($1 - length), $1) } ?? 0
  }

  /// How often each run occurs in that of the references which has it most often.
  private static func most(_ references: [[String]], order: Int) -> [ArraySlice<String>: Int] {
    references.reduce(into: [:]) { counts, words in
      counts.merge(NGrams.counts(words, order: order), uniquingKeysWith: max)
    }
  }
}
