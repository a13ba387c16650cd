import Testing

@testable import Evaluation

@Suite struct FlanAverageTests {
  private static func report(_ name: String, _ score: Double, baseline: Double) -> SuiteReport {
    var suite = SmallSuite.make()
    suite.name = name
    let task = EvaluationSuite.Task(name: "t", randomBaseline: baseline)
    let count = 20
    let judgements = (0..<count).map {
      SuiteJudgement(answer: "", isFound: true, scores: [Double($0) < score * Double(count) ? 1 : 0])
    }
    return SuiteReport(
      suite, split: nil, [SuiteScorer(suite).result(task, judgements, examples: nil)], missing: [])
  }

  @Test func averageIsTheMeanOfSix() throws {
    var reports = FlanAverage.suites.enumerated().map {
      Self.report($1, Double($0) / 10, baseline: $1.hasPrefix("mmlu") ? 0.25 : 0)
    }
    let average = FlanAverage(reports)
    let expected = (-0.25 / 0.75 + (0.1 - 0.25) / 0.75 + 0.2 + 0.3 + 0.4 + 0.5) / 6
    #expect(abs(try #require(average.value) - expected) < 1e-12 && average.missing.isEmpty)
    reports[2].scoring = .likelihood
    #expect(FlanAverage(reports).value == nil && FlanAverage(reports).missing == ["bbh-direct"])
    #expect(FlanAverage([Self.report("mine", 1, baseline: 0)]).parts.isEmpty)
  }
}
