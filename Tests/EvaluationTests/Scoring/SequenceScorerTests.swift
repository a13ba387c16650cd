import CPURuntime
import Testing

@testable import Evaluation

@Suite struct SequenceScorerTests {
  private let model = SmallModel()

  private func scores(_ pairs: [(inputs: [Int32], targets: [Int32])]) throws -> [[Float]] {
    try SequenceScorer(model.model, model.parameters, runtime: model.runtime).logProbabilities(of: pairs)
  }

  private static func pairs(_ count: Int, longest: Int = 70) -> [(inputs: [Int32], targets: [Int32])] {
    (0..<count).map { index in
      let inputs = (0..<(index * 13 % longest + 1)).map { Int32(3 + ($0 * 7 + index) % 300) }
      let targets = (0..<(index * 5 % 23)).map { Int32(3 + ($0 * 11 + index) % 300) }
      return (inputs, targets + (index % 4 == 0 ? [] : [1]))
    }
  }

  /// Pairs share rows, and none sees another.
  @Test func everyPairScoresAsAlone() throws {
    let pairs = Self.pairs(40)
    let together = try scores(pairs)
    #expect(together.map(\.count) == pairs.map(\.targets.count))
    for (index, pair) in pairs.enumerated() {
      let alone = try scores([pair])[0]
      #expect(alone == together[index], "pair \(index)")
      #expect(together[index].allSatisfy { $0 < 0 })
    }
  }

  /// However many pairs are scored together, in whatever order, by however many threads: the same bits.
  @Test(arguments: [1, 2, 3])
  func scoresDependOnThePairAlone(threads: Int) throws {
    let pairs = Self.pairs(40)
    let expected = try scores(pairs)
    let scorer = SequenceScorer(model.model, model.parameters, runtime: CPURuntime(threads: threads))
    for count in [1, 2, 3, 8, 16, 17, 33, 40] {
      let order = (0..<count).map { $0 * 27 % 40 }
      #expect(
        try scorer.logProbabilities(of: order.map { pairs[$0] }) == order.map { expected[$0] }, "\(count)")
    }
  }

  /// A scorer grows with its pairs, and goes on with shorter ones.
  @Test func aScorerServesAllLengths() throws {
    let scorer = SequenceScorer(model.model, model.parameters, runtime: model.runtime)
    for longest in [5, 200, 20, 201] {
      let pairs = Self.pairs(7, longest: longest)
      let found = try scorer.logProbabilities(of: pairs)
      #expect(try found == scores(pairs))
    }
    #expect(try scorer.logProbabilities(of: []).isEmpty)
    #expect(try scorer.logProbabilities(of: [([], []), ([5], [])]) == [[], []])
  }
}
