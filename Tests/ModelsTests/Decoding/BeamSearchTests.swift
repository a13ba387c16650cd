import Foundation
import Testing

@testable import Models

/// Beam search over a table of distributions, without a model.
@Suite struct BeamSearchTests {
  /// A language of a few tokens, 1 the end: what comes next is a function of what came before and a seed.
  private struct Language {
    let vocabulary: Int
    let seed: Int

    func next(_ prefix: [Int32]) -> [Double] {
      let weights = (0..<vocabulary).map { id -> Double in
        let number = prefix.reduce(seed &* 7919 &+ id &* 104_729) { ($0 &* 31 &+ Int($1) &+ 17) % 1_000_003 }
        return exp(Double(number % 1000) / 250)
      }
      let sum = weights.reduce(0, +)
      return weights.map { log($0 / sum) }
    }

    func tokens(_ prefix: [Int32]) -> NextTokens {
      let values = next(prefix)
      let order = values.indices.sorted { values[$0] > values[$1] }
      return NextTokens(ids: order.map { Int32($0) }, logProbabilities: order.map { Float(values[$0]) })
    }

    /// Every output up to a length, with its log-probability.
    func everything(limit: Int, least: Int) -> [(tokens: [Int32], isEnded: Bool, sum: Double)] {
      var (open, all): ([(tokens: [Int32], sum: Double)], [(tokens: [Int32], isEnded: Bool, sum: Double)]) =
        ([([], 0)], [])
      for length in 1...limit {
        var longer: [(tokens: [Int32], sum: Double)] = []
        for (tokens, sum) in open {
          for (id, value) in next(tokens).enumerated() {
            if id == 1 {
              if length > least { all.append((tokens, true, sum + value)) }
            } else {
              longer.append((tokens + [Int32(id)], sum + value))
            }
          }
        }
        open = longer
      }
      return all + open.map { ($0.tokens, false, $0.sum) }
    }
  }

  private func run(_ search: inout some Search, _ language: Language) {
    var prefixes: [[Int32]]?
    while !search.rows.isEmpty {
      let rows = search.rows
      // The first row continues nothing.
      let next = prefixes.map { old in rows.map { old[$0.parent] + [$0.token] } } ?? [[]]
      search.advance(next.map(language.tokens))
      prefixes = next
    }
  }

  private static let worlds = (1...12).flatMap { seed in [2, 3, 4].map { (seed, $0) } }

  /// With as many beams as there are prefixes nothing is lost, and without a length penalty stopping early is exact.
  @Test(arguments: worlds)
  func enoughBeamsFindTheBest(_ seed: Int, _ limit: Int) {
    let language = Language(vocabulary: 4, seed: seed)
    for least in 0...limit {
      let rules = SearchRules(
        options: GenerationOptions(maximumTokens: limit, minimumTokens: least, lengthPenalty: 0), startID: 0,
        endIDs: [1])
      var search = BeamSearch(rules, beams: 81)
      run(&search, language)
      let all = language.everything(limit: limit, least: least).sorted { $0.sum > $1.sum }
      let best = search.hypotheses[0]
      #expect(best.tokens == all[0].tokens && best.isEnded == all[0].isEnded)
      #expect(abs((best.score ?? .nan) - all[0].sum) < 1e-5)
    }
  }

  /// Scores are what the language says of the hypotheses, in descending order, and no hypothesis comes twice.
  @Test(arguments: worlds, [1, 2, 3, 5])
  func hypothesesAreScoredByTheLanguage(_ world: (seed: Int, limit: Int), _ beams: Int) {
    let language = Language(vocabulary: 5, seed: world.seed)
    for penalty in [-0.5, 0, 0.6, 1, 2] {
      let options = GenerationOptions(maximumTokens: world.limit, lengthPenalty: penalty)
      var search = BeamSearch(SearchRules(options: options, startID: 0, endIDs: [1]), beams: beams)
      run(&search, language)
      let sums = Dictionary(
        uniqueKeysWithValues: language.everything(limit: world.limit, least: 0).map {
          ($0.tokens + ($0.isEnded ? [1] : []), $0.sum)
        })
      #expect(search.hypotheses.count == beams)
      #expect(Set(search.hypotheses.map { $0.tokens + ($0.isEnded ? [1] : []) }).count == beams)
      #expect(search.hypotheses.compactMap(\.score) == search.hypotheses.compactMap(\.score).sorted(by: >))
      for hypothesis in search.hypotheses {
        let tokens = hypothesis.tokens + (hypothesis.isEnded ? [1] : [])
        let sum = sums[tokens] ?? .nan
        #expect(abs((hypothesis.logProbability ?? .nan) - sum) < 1e-5)
        #expect(abs((hypothesis.score ?? .nan) - sum / pow(Double(tokens.count), penalty)) < 1e-5)
      }
    }
  }

  @Test(arguments: worlds)
  func oneBeamWithoutPenaltyIsGreedyUntilTheEnd(_ seed: Int, _ limit: Int) {
    let language = Language(vocabulary: 5, seed: seed)
    let rules = SearchRules(
      options: GenerationOptions(maximumTokens: limit, minimumTokens: limit), startID: 0, endIDs: [1])
    var beam = BeamSearch(rules, beams: 1)
    var greedy = GreedySearch(rules)
    run(&beam, language)
    run(&greedy, language)
    // The end cannot come before the limit, so both follow the best token to it.
    #expect(beam.hypotheses == greedy.hypotheses)
  }
}
