/// chrF of a set of answers, as sacreBLEU has it by default (signature
/// `nrefs:var|case:mixed|eff:yes|nc:6|nw:0|space:no`), but as a fraction of 1.
///
/// Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation": precision and recall over runs
/// of one to six characters, averaged over these orders, and F with recall counted twice as much (β = 2).
/// White space counts for nothing. Runs are summed over the set, each answer with that of its references that
/// suits it best.
package enum ChrF {
  private static let orders = 1...6
  private static let beta = 2.0

  /// Runs of each order in answers, in references, and in both.
  private struct Counts {
    var given = [Int](repeating: 0, count: ChrF.orders.count)
    var wanted = [Int](repeating: 0, count: ChrF.orders.count)
    var shared = [Int](repeating: 0, count: ChrF.orders.count)
  }

  /// The score, from 0 to 1; 0 without a character in common.
  /// - Parameter pairs: each answer with the texts that count as right.
  package static func score(_ pairs: [(answer: String, references: [String])]) -> Double {
    var sum = Counts()
    for (answer, references) in pairs {
      let given = runs(answer)
      var best = (score: -1.0, counts: Counts())
      for reference in references {
        let counts = count(given, runs(reference))
        let score = measure(counts)
        if score > best.score { best = (score, counts) }
      }
      for index in 0..<orders.count {
        sum.given[index] += best.counts.given[index]
        sum.wanted[index] += best.counts.wanted[index]
        sum.shared[index] += best.counts.shared[index]
      }
    }
    return measure(sum)
  }

  private static func runs(_ text: String) -> [[ArraySlice<Unicode.Scalar>: Int]] {
    let characters = PlainText.words(text).flatMap(\.unicodeScalars)
    return orders.map { NGrams.counts(characters, order: $0) }
  }

  private static func count(
    _ given: [[ArraySlice<Unicode.Scalar>: Int]], _ wanted: [[ArraySlice<Unicode.Scalar>: Int]]
  ) -> Counts {
    var counts = Counts()
    for (index, pair) in zip(given, wanted).enumerated() {
      let inReference = pair.1.values.reduce(0, +)
      // An answer's runs longer than the whole reference are not held against it.
      counts.given[index] = inReference > 0 ? pair.0.values.reduce(0, +) : 0
      counts.wanted[index] = inReference
      counts.shared[index] = NGrams.shared(pair.0, pair.1)
    }
    return counts
  }

  private static func measure(_ counts: Counts) -> Double {
    var (precision, recall, orders) = (0.0, 0.0, 0.0)
    for index in 0..<Self.orders.count where counts.given[index] > 0 && counts.wanted[index] > 0 {
      precision += Double(counts.shared[index]) / Double(counts.given[index])
      recall += Double(counts.shared[index]) / Double(counts.wanted[index])
      orders += 1
    }
    if precision + recall == 0 { return 0 }
    (precision, recall) = (precision / orders, recall / orders)
    let factor = beta * beta
    return (1 + factor) * precision * recall / (factor * precision + recall)
  }
}
