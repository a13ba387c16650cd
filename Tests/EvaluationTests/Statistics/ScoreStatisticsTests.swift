@testable import Evaluation
import Testing

@Suite struct ScoreStatisticsTests {
  @Test(
    arguments: [
      ([], false, 0, 0), ([1], false, 1, 0), ([1, 0, 0, 0], false, 0.25, 0.216506350946),
      ([0.5], true, 0.5, 0), ([0, 1], true, 0.5, 0.5), ([0.2, 0.4, 0.6], true, 0.4, 0.115470053838),
    ] as [([Double], Bool, Double, Double)])
  func meanAndError(_ scores: [Double], _ isGraded: Bool, _ mean: Double, _ error: Double) {
    let statistics = ScoreStatistics(scores, isGraded: isGraded)
    #expect(abs(statistics.mean - mean) < 1e-9)
    #expect(abs(statistics.standardError - error) < 1e-9)
  }
}

@Suite struct RandomGuessingTests {
  @Test(
    arguments: [(0.25, 0.25, 0), (1, 0.25, 1), (0, 0.5, -1), (0.4, 0, 0.4), (0.55, 0.1, 0.5)]
      as [(Double, Double, Double)])
  func normalized(_ score: Double, _ baseline: Double, _ normalized: Double) {
    #expect(abs(RandomGuessing.normalized(score, baseline: baseline) - normalized) < 1e-12)
  }

  @Test func meanOfTasks_isNotTheMeanNormalized() {
    let mean = RandomGuessing.normalizedMean([(0.5, 0.5), (0.5, 0)])
    #expect(mean == 0.25)
    #expect(RandomGuessing.normalizedMean([]) == 0)
  }

  @Test(
    arguments: [([2, 2], 0.5), ([4, 5], 0.225), ([1, 2, 0], 0.5), ([0], nil), ([], nil)] as [([Int], Double?)]
  )
  func baselineOfOptions(_ counts: [Int], _ baseline: Double?) {
    #expect(RandomGuessing.baseline(optionCounts: counts) == baseline)
  }

  @Test(
    arguments: [
      ("Which?\nOptions:\n(A) x\n(B) y\n(C) z", ["(A)", "(B)", "(C)"]),
      ("Yes?\nOptions:\n- Yes\n-  No ", ["Yes", "No"]), ("What is 2 + 2?", []), ("Options: none", []),
      ("(A) no list\n(B)", []), ("Options:\n(A) old\nOptions:\n(A) x\n(B) - y", ["(A)", "(B)"]),
      ("Options:\n(1) x", []), ("Options:", []), ("", []),
    ] as [(String, [String])])
  func optionsAreFound(_ question: String, _ options: [String]) {
    #expect(RandomGuessing.options(inQuestion: question) == options)
  }
}
