import Foundation
import Testing

@testable import Studies

@Suite struct JudgeTests {
  private func rule(_ json: String) throws -> VerdictSettings {
    let arms = #"[{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]"#
    let text = ExampleStudy.text(arms: arms, verdicts: "[\(json)]")
    return try LoadedStudy.parse(Data(text.utf8), file: "s.json").study.verdicts[0]
  }

  /// An arm's scores by seed and cluster.
  private func arm(_ name: String, _ rows: [[Double]]) -> ArmScores {
    ArmScores(
      arm: name,
      Dictionary(
        uniqueKeysWithValues: rows.enumerated().map { index, row in
          let units = row.enumerated().map { ("cluster \($0)", $1) }
          return (index + 1, RunScores(step: 1, units: Dictionary(uniqueKeysWithValues: units)))
        }))
  }

  private func outcome(_ rule: VerdictSettings, _ arms: [String: [[Double]]]) -> Verdict {
    let scores = Dictionary(uniqueKeysWithValues: arms.map { ($0, arm($0, $1)) })
    return Judge(HierarchicalBootstrap(draws: 1_000)).verdict(
      rule, measure: StudyMeasure(), scores: scores, seeds: [1, 2, 3])
  }

  /// Three seeds on three clusters, `mean` in all but for a little.
  private static func rows(_ mean: Double, spread: Double = 1) -> [[Double]] {
    [-1.0, 0, 1].map { seed in [-1.0, 0, 1].map { mean + spread * (seed + 0.5 * $0 * seed) } }
  }

  /// Rules with the arms' means, how far they spread, and the verdict.
  static let cases: [(rule: String, means: [String: Double], spread: Double, outcome: Verdict.Outcome)] = [
    (#"{"rule": "better", "arm": "a", "over": "b"}"#, ["a": 40, "b": 20], 1, .reproduced),
    (#"{"rule": "better", "arm": "a", "over": "b"}"#, ["a": 22, "b": 20], 0.5, .notReproduced),
    (#"{"rule": "better", "arm": "a", "over": "b", "margin": 1}"#, ["a": 22, "b": 20], 0.1, .reproduced),
    (#"{"rule": "better", "arm": "a", "over": "b"}"#, ["a": 20, "b": 40], 1, .notReproduced),
    (#"{"rule": "noHarm", "arm": "a", "over": "b"}"#, ["a": 19, "b": 20], 1, .reproduced),
    (#"{"rule": "noHarm", "arm": "a", "over": "b"}"#, ["a": 10, "b": 20], 1, .notReproduced),
    (#"{"rule": "vanishes", "arm": "a"}"#, ["a": 1], 1, .reproduced),
    (#"{"rule": "vanishes", "arm": "a"}"#, ["a": 30], 1, .notReproduced),
    (#"{"rule": "vanishes", "arm": "a"}"#, ["a": 5], 9, .inconclusive),
    (#"{"rule": "vanishes", "arm": "a", "over": "b"}"#, ["a": 1, "b": 30], 1, .reproduced),
    (
      #"{"rule": "trend", "arms": ["a", "b", "c"], "sizes": [1, 2, 4]}"#, ["a": 1, "b": 9, "c": 19], 1,
      .reproduced
    ),
    (
      #"{"rule": "trend", "arms": ["a", "b", "c"], "sizes": [1, 2, 4]}"#, ["a": 19, "b": 9, "c": 1], 1,
      .notReproduced
    ),
    (
      #"{"rule": "trend", "arms": ["a", "b", "c"], "sizes": [1, 2, 4], "flattens": true}"#,
      ["a": 1, "b": 20, "c": 22], 1, .reproduced
    ),
    (
      #"{"rule": "trend", "arms": ["a", "b", "c"], "sizes": [1, 2, 4], "flattens": true}"#,
      ["a": 1, "b": 9, "c": 19], 1, .notReproduced
    ),
  ]

  @Test(arguments: cases)
  func rules_giveTheirVerdicts(
    _ rule: String, _ means: [String: Double], _ spread: Double, _ expected: Verdict.Outcome
  ) throws {
    let verdict = outcome(try self.rule(rule), means.mapValues { Self.rows($0, spread: spread) })
    #expect(verdict.outcome == expected, "\(verdict)")
    #expect(verdict.seeds == 3 && verdict.units == 3)
  }

  /// Rules where nobody, or not the arm that must, is above a guess: the numbers alone would decide each.
  static let floors: [(rule: String, means: [String: Double], words: String)] = [
    (#"{"rule": "better", "arm": "a", "over": "b"}"#, ["a": -4, "b": -4], "no arm is above a guess"),
    (#"{"rule": "better", "arm": "a", "over": "b"}"#, ["a": 0.1, "b": -30], "no arm is above a guess"),
    (#"{"rule": "noHarm", "arm": "a", "over": "b"}"#, ["a": -3, "b": -3], "no arm is above a guess"),
    (#"{"rule": "vanishes", "arm": "a", "over": "b"}"#, ["a": -3, "b": -3], "b is not above a guess"),
    (
      #"{"rule": "trend", "arms": ["a", "b", "c"], "sizes": [1, 2, 4]}"#, ["a": -19, "b": -10, "c": -4],
      "no arm is above a guess"
    ),
  ]

  @Test(arguments: floors)
  func whereNobodyIsAboveAGuess_nothingIsTold(
    _ json: String, _ means: [String: Double], _ words: String
  ) throws {
    let rule = try rule(json)
    let verdict = outcome(rule, means.mapValues { Self.rows($0) })
    #expect(verdict.outcome == .inconclusive && verdict.floor?.contains(words) == true, "\(verdict)")
    #expect(verdict.rule.contains("a guess"))
    #expect(verdict.parts.allSatisfy { $0.outcome != .inconclusive }, "the floor alone must decide")
  }

  /// What is no skill above guessing has no floor: the probability of a token is above 0 in any model.
  @Test func otherScores_haveNoFloor() throws {
    var measure = StudyMeasure()
    measure.score = .tokenProbability
    let rule = try rule(#"{"rule": "noHarm", "arm": "a", "over": "b"}"#)
    let scores = ["a": arm("a", Self.rows(-1)), "b": arm("b", Self.rows(-1))]
    let verdict = Judge().verdict(rule, measure: measure, scores: scores, seeds: [1, 2, 3])
    #expect(verdict.outcome == .reproduced && verdict.floor == nil && !verdict.rule.contains("guess"))
  }

  /// One of three seeds has learned it: the mean says that it is better, the interval does not.
  @Test func oneLuckySeed_isInconclusive() throws {
    let lucky = [[90.0, 90, 90], [20, 20, 20], [20, 20, 20]]
    let verdict = outcome(
      try rule(#"{"rule": "better", "arm": "a", "over": "b"}"#), ["a": lucky, "b": Self.rows(20)])
    #expect(verdict.outcome == .inconclusive && (verdict.parts.first?.estimate.value ?? 0) > 20)
  }

  @Test func missingRuns_giveNoVerdict() throws {
    let rule = try rule(#"{"rule": "better", "arm": "a", "over": "b"}"#)
    #expect(outcome(rule, ["a": Self.rows(40)]).outcome == .incomplete)
    let fewer = outcome(rule, ["a": Self.rows(40), "b": Array(Self.rows(20).prefix(2))])
    #expect(fewer.outcome == .incomplete && fewer.parts.isEmpty)
  }

  @Test(arguments: [
    ([Verdict.Outcome.reproduced, .reproduced], Verdict.Outcome.reproduced),
    ([.reproduced, .inconclusive], .inconclusive), ([.inconclusive, .notReproduced], .notReproduced),
    ([.notReproduced, .incomplete], .incomplete),
  ])
  func several_comeToOne(_ outcomes: [Verdict.Outcome], _ all: Verdict.Outcome) {
    #expect(Verdict.Outcome.of(all: outcomes) == all)
  }

  @Test func wordsOfRules_nameArmsAndMargin() throws {
    let rule = try rule(#"{"rule": "noHarm", "arm": "a", "over": "b", "margin": 2.5}"#)
    #expect(Judge.words(rule, StudyMeasure()).contains("a less b lies above -2.5 points"))
    #expect(Judge.claim(rule) == "a does no harm beside b")
  }
}
