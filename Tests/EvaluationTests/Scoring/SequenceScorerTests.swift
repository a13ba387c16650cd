import Testing

@testable import Evaluation

@Suite struct SequenceScorerTests {
  private let model = SmallModel()

  private func scores(_ pairs: [(inputs: [Int32], targets: [Int32])]) -> [[Float]] {
    SequenceScorer(model.model, model.parameters, runtime: model.runtime).logProbabilities(of: pairs)
  }

  private static func pairs(_ count: Int, longest: Int = 70) -> [(inputs: [Int32], targets: [Int32])] {
    (0..<count).map { index in
      let inputs = (0..<(index * 13 % longest + 1)).map { Int32(3 + ($0 * 7 + index) % 300) }
      let targets = (0..<(index * 5 % 23)).map { Int32(3 + ($0 * 11 + index) % 300) }
      return (inputs, targets + (index % 4 == 0 ? [] : [1]))
    }
  }

  /// Pairs share rows, and none sees another.
  @Test func everyPairScoresAsAlone() {
    let pairs = Self.pairs(40)
    let together = scores(pairs)
    #expect(together.map(\.count) == pairs.map(\.targets.count))
    for (index, pair) in pairs.enumerated() {
      let alone = scores([pair])[0]
      #expect(zip(alone, together[index]).allSatisfy { abs($0 - $1) < 2e-5 }, "pair \(index)")
      #expect(together[index].allSatisfy { $0 < 0 })
    }
  }

  /// A scorer grows with its pairs, and goes on with shorter ones.
  @Test func aScorerServesAllLengths() {
    let scorer = SequenceScorer(model.model, model.parameters, runtime: model.runtime)
    for longest in [5, 200, 20, 201] {
      let pairs = Self.pairs(7, longest: longest)
      let found = scorer.logProbabilities(of: pairs)
      for (a, b) in zip(found.joined(), scores(pairs).joined()) { #expect(abs(a - b) < 2e-5) }
    }
    #expect(scorer.logProbabilities(of: []).isEmpty)
    #expect(scorer.logProbabilities(of: [([], []), ([5], [])]) == [[], []])
  }
}
