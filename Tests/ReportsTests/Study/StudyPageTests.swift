import Foundation
import Testing

@testable import Reports
@testable import Studies

/// Pages of results that are given.
@Suite struct StudyPageTests {
  private static func score(_ score: Double) -> StudyResults.Score {
    .init(step: 400, score: score, units: ["a": score], loss: 1.5, formatRate: nil)
  }

  private static func arm(_ name: String, _ scores: [Double?]) -> StudyResults.Arm {
    let known = scores.compactMap { $0 }
    let mean = known.reduce(0, +) / Double(max(1, known.count))
    return .init(
      name: name, about: "arm <\(name)>", startsFrom: name == "tuned" ? "base" : nil, isBase: false,
      scores: known.isEmpty
        ? [:]
        : [
          "skill": .init(
            estimate: Estimate(value: mean, low: mean - 2, high: mean + 3), unknown: ["free text"])
        ],
      runs: scores.enumerated().map { index, value in
        .init(
          seed: index + 1, folder: "runs/s/\(name)/seed-\(index + 1)",
          state: value == nil ? "failed" : "done", steps: value == nil ? nil : 400 + index,
          targetTokens: value == nil ? nil : 12_345,
          command: "flan-train train r.json seed=\(index + 1)",
          scores: value.map { ["skill": score($0)] } ?? [:])
      })
  }

  static func results(
    _ arms: [StudyResults.Arm], outcome: Verdict.Outcome = .inconclusive, wall: Double = 1,
    floor: String? = nil
  ) -> StudyResults {
    let part = Verdict.Part(
      quantity: "tuned - base", estimate: Estimate(value: 7, low: 3, high: 11), limit: 5, isAbove: true)
    var times = StudyTimes()
    times.wall["tuned/seed-1"] = wall
    return StudyResults(
      name: "s", title: "Is <it> so?", claim: "It is | so.", about: ["More."], isQuick: false, seeds: [1, 2],
      outcome: outcome, changes: ["The claim of the study are not those that it was begun with."],
      verdicts: [
        Verdict(
          title: "tuned is better", rule: "reproduced where", measure: "skill",
          parts: outcome == .incomplete ? [] : [part], seeds: 2, units: 3, floor: floor, outcome: outcome)
      ], measures: [.init(name: "skill", about: "exact match")], arms: arms, controls: ["same data"],
      published: [.init(label: "T5", names: ["0", "9"], values: [6.4, 8], source: "Table 3")],
      machines: ["flan-train 1"], times: times)
  }

  static let arms = [arm("base", [20, 21.25]), arm("tuned", [nil, 28])]

  @Test func page_showsEverything_escaped() {
    let html = StudyPage(Self.results(Self.arms)).html()
    for part in [
      "Is &lt;it&gt; so?", "inconclusive", "tuned - base: 7.0 [3.0, 11.0], to lie above 5",
      "arm &lt;base&gt;", "21.2",
      "0 6.4, 9 8", "Table 3", "same data", "seed=2", "free text", "begun with", "step measured",
      "2 seeds say little", "400 to 401", "12,345",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(!html.contains("<it>"))
  }

  /// Why numbers that would decide do not is said beside them, on every page.
  @Test func floor_isToldWithTheNumbers() {
    let results = Self.results(Self.arms, floor: "no arm is above a guess")
    let decision = "to lie above 5; no arm is above a guess"
    #expect(StudyPage(results).html().contains(decision))
    #expect(StudyMarkdown(results).text().contains(decision))
    #expect(StudyTextTable.lines(results).contains { $0.hasSuffix(decision) })
  }

  @Test func times_areAllThatDiffers() throws {
    func before(_ wall: Double) throws -> Substring {
      let html = StudyPage(Self.results(Self.arms, wall: wall)).html()
      return html[..<(try #require(html.range(of: "<section id=\"times\">")?.lowerBound))]
    }
    #expect(try before(1) == before(700))
    func lines(_ wall: Double) -> [Substring] {
      StudyMarkdown(Self.results(Self.arms, wall: wall)).text().split(separator: "\n")
        .filter { !$0.hasPrefix("Time: ") }
    }
    #expect(lines(1) == lines(700))
  }

  @Test func markdown_namesItsPlots() {
    let markdown = StudyMarkdown(Self.results(Self.arms))
    #expect(markdown.plots.map(\.name) == ["study-skill.svg"])
    let text = markdown.text()
    for part in [
      "# Is &lt;it&gt; so?", "](study-skill.svg)", "| 28.0 |", "**Inconclusive**",
      "    flan-train study s --seeds 2", "| tuned | base | 401 | 12,345 |",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
  }

  @Test func plot_hasADotForEverySeed() throws {
    let svg = try #require(StudyPlot(Self.results(Self.arms), measure: "skill")?.svg())
    #expect(svg.matches(of: /<circle/).count == 3 && svg.contains("tuned, seed 2: 28.0"))
    #expect(svg.contains("class=\"zero\""), "guessing is in the picture")
    #expect(XMLLike.isBalanced(svg))
  }

  @Test func nothingDone_hasNoPlot_andIsIncomplete() {
    let results = Self.results([Self.arm("base", [nil, nil])], outcome: .incomplete)
    #expect(StudyPlot(results, measure: "skill") == nil)
    #expect(StudyPage(results).html().contains("runs are missing"))
    #expect(StudyTextTable.lines(results).last == "verdict: incomplete")
  }

  /// A base has no row among the scores, and one among the amounts.
  @Test func base_isNotMeasured() {
    let base = StudyResults.Arm(
      name: "texts", about: "", startsFrom: nil, isBase: true, scores: [:],
      runs: [
        .init(
          seed: 1, folder: "f", state: "done", steps: 7, targetTokens: 70, command: "flan-train", scores: [:])
      ])
    let results = Self.results([base] + Self.arms)
    for text in [
      StudyPage(results).html(), StudyMarkdown(results).text(),
      StudyTextTable.lines(results).joined(separator: "\n"),
    ] {
      #expect(text.ranges(of: "texts (base, made once)").count == 1, "\(text)")
    }
    #expect(results.measuredArms.map(\.name) == ["base", "tuned"])
  }

  @Test func text_hasTheTableAndTheVerdict() {
    let lines = StudyTextTable.lines(Self.results(Self.arms))
    #expect(lines.contains { $0.hasPrefix("base") && $0.contains("18.6 to 23.6") && $0.contains("21.2") })
    #expect(lines.contains("tuned is better (skill): inconclusive"))
  }

  /// Whether every tag is closed.
  private enum XMLLike {
    static func isBalanced(_ text: String) -> Bool {
      var open: [Substring] = []
      for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
        if !match.3.isEmpty { continue }
        if match.1.isEmpty {
          open.append(match.2)
        } else if open.popLast() != match.2 {
          return false
        }
      }
      return open.isEmpty
    }
  }
}
