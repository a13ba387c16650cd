import Foundation
import Testing

@testable import Models

@Suite struct SamplingSearchTests {
  private static let probabilities: [Double] = [0.05, 0.4, 0.25, 0.2, 0.1]
  private static let everyToken = NextTokens(ids: nil, logProbabilities: probabilities.map { Float(log($0)) })

  struct Case: Sendable {
    let options: SamplingOptions
    var excluding: [Int32] = []
    /// Ids in the order in which they stand, with their share.
    let shares: [(id: Int32, share: Double)]
  }

  private static let cases: [Case] = [
    .init(options: .init(), shares: [(0, 0.05), (1, 0.4), (2, 0.25), (3, 0.2), (4, 0.1)]),
    .init(options: .init(topK: 2), shares: [(1, 0.4 / 0.65), (2, 0.25 / 0.65)]),
    .init(options: .init(topK: 9), shares: [(1, 0.4), (2, 0.25), (3, 0.2), (4, 0.1), (0, 0.05)]),
    .init(options: .init(topP: 0.6), shares: [(1, 0.4 / 0.65), (2, 0.25 / 0.65)]),
    .init(options: .init(topP: 0.66), shares: [(1, 0.4 / 0.85), (2, 0.25 / 0.85), (3, 0.2 / 0.85)]),
    .init(options: .init(topP: 0.01), shares: [(1, 1)]),
    // Of the two that are left the first has more than half.
    .init(options: .init(topK: 2, topP: 0.55), shares: [(1, 1)]),
    .init(
      options: .init(), excluding: [1],
      shares: [(0, 0.05 / 0.6), (2, 0.25 / 0.6), (3, 0.2 / 0.6), (4, 0.1 / 0.6)]),
    .init(options: .init(topK: 1), excluding: [1], shares: [(2, 1)]),
    .init(options: .init(temperature: 0.5, topK: 2), shares: [(1, 0.16 / 0.2225), (2, 0.0625 / 0.2225)]),
    .init(options: .init(temperature: 1e-4), shares: [(0, 0), (1, 1), (2, 0), (3, 0), (4, 0)]),
  ]

  @Test(arguments: cases.indices)
  func distribution(_ index: Int) {
    let row = Self.cases[index]
    let made = TokenDistribution(Self.everyToken, row.options, excluding: row.excluding)
    #expect(made.ids == row.shares.map(\.id))
    let sum = made.weights.reduce(0, +)
    for (weight, expected) in zip(made.weights, row.shares) {
      #expect(abs(weight / sum - expected.share) < 1e-6)
    }
    // The log-probabilities are the model's own, whatever the options.
    for (id, value) in zip(made.ids, made.logProbabilities) {
      #expect(value == Self.everyToken.logProbabilities[Int(id)])
    }
    // Points a little inside the borders of the shares.
    var border = 0.0
    for (id, share) in row.shares where share > 0 {
      #expect(made.choice(at: border + 1e-6)?.id == id)
      border += share
      #expect(made.choice(at: border - 1e-6)?.id == id)
    }
    #expect(made.choice(at: 1)?.id == made.ids.last)
  }

  @Test func noCandidateIsLeft() {
    let only = NextTokens(ids: [1], logProbabilities: [0])
    #expect(TokenDistribution(only, .init(), excluding: [1]).choice(at: 0.5) == nil)
  }

  /// Draws follow the distribution: 4,000 prompts, shares within four standard deviations.
  @Test func drawsFollowTheDistribution() {
    let rules = SearchRules(options: GenerationOptions(maximumTokens: 1), startID: 0, endIDs: [-1])
    let count = 4000
    for seed in [0, 1, UInt64.max] {
      var counts = [Int](repeating: 0, count: 5)
      for prompt in 0..<count {
        var search = SamplingSearch(rules, SamplingOptions(seed: seed), prompt: prompt)
        search.advance([Self.everyToken])
        counts[Int(search.hypotheses[0].tokens[0])] += 1
      }
      for (drawn, share) in zip(counts, Self.probabilities) {
        let deviation = (share * (1 - share) * Double(count)).squareRoot()
        #expect(abs(Double(drawn) - share * Double(count)) < 4 * deviation)
      }
    }
  }

  @Test func drawsDifferByPositionPromptAndSeed() {
    let rules = SearchRules(options: GenerationOptions(maximumTokens: 40), startID: 0, endIDs: [-1])
    func tokens(_ seed: UInt64, _ prompt: Int) -> [Int32] {
      var search = SamplingSearch(rules, SamplingOptions(seed: seed), prompt: prompt)
      while !search.rows.isEmpty { search.advance([Self.everyToken]) }
      return search.hypotheses[0].tokens
    }
    #expect(
      Set([tokens(0, 0), tokens(0, 1), tokens(1, 0), tokens(1 << 40, 0), tokens(0, 1 << 40)]).count == 5)
    #expect(tokens(7, 3) == tokens(7, 3))
    #expect(Set(tokens(0, 0)).count > 2)
  }
}
