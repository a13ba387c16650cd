import Testing

@testable import Inference

/// What is told of two ways to keep weights.
@Suite struct WeightAgreementTests {
  private func score(_ values: [Float]) -> PairScorer.Score {
    PairScorer.Score(
      logProbability: values.reduce(0) { $0 + Double($1) }, tokens: values.count,
      tokenLogProbabilities: values, weights: nil)
  }

  @Test func scoresAreComparedTokenByToken() {
    var agreement = ScoreAgreement()
    #expect(agreement.mean == 0 && agreement.meanMagnitude == 0 && agreement.largest == 0)
    agreement.add(score([-1, -2]), beside: score([-1.5, -1.75]))
    agreement.add(score([]), beside: score([]))
    agreement.add(score([-4, -1]), beside: score([-3, -1]))
    #expect(agreement.targets == 3 && agreement.tokens == 4 && agreement.largest == 1)
    #expect(agreement.mean == (0.5 - 0.25 - 1) / 4 && agreement.meanMagnitude == 1.75 / 4)
  }

  private func answer(_ ids: [Int32], ended: Bool) -> TextGenerator.Generation {
    TextGenerator.Generation(
      prompt: nil, output: nil, outputIDs: ids, score: nil, ended: ended, weights: nil)
  }

  static let answers: [(own: [Int32], isEnded: Bool, other: [Int32], otherIsEnded: Bool, before: Int)] = [
    ([5, 6], true, [5, 6], true, 3), ([5, 6], false, [5, 6], true, 2), ([], true, [], true, 1),
    ([], false, [], false, 0), ([5, 7, 8], true, [5, 6, 8], true, 1), ([9], true, [], true, 0),
  ]

  @Test(arguments: answers)
  func answersAreComparedToTheFirstTokenThatDiffers(
    _ own: [Int32], _ isEnded: Bool, _ other: [Int32], _ otherIsEnded: Bool, _ before: Int
  ) {
    var agreement = AnswerAgreement()
    agreement.add(
      [answer(own, ended: isEnded)], seconds: 2, beside: [answer(other, ended: otherIsEnded)], seconds: 3)
    #expect(agreement.answers == 1 && agreement.before == before)
    #expect(agreement.same == (own == other && isEnded == otherIsEnded ? 1 : 0))
    #expect(agreement.tokens == other.count + (otherIsEnded ? 1 : 0))
    #expect(agreement.seconds == (2, 3) && agreement.made.own == own.count + (isEnded ? 1 : 0))
  }
}
