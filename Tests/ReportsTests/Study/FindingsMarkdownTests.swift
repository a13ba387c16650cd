import Foundation
import JSON
import Testing

@testable import Reports
@testable import Studies

/// A page of several studies, of results that are given.
@Suite struct FindingsMarkdownTests {
  private static func page(wall: Double = 1, outcome: Verdict.Outcome = .inconclusive, board: Bool = false)
    throws -> FindingsMarkdown
  {
    let results = StudyPageTests.results(StudyPageTests.arms, outcome: outcome, wall: wall)
    let entry = #"""
      {"commit": "abc1234", "day": "2026-11-29", "processor": "AMD EPYC", "threads": 2, "seconds": 420,
       "targets": [{"metric": "heldOutInstances/normalized", "threshold": 0.4, "seconds": 300, "step": 1840, "last": 0.51},
                   {"metric": "heldOutClusters/normalized", "threshold": -0.1, "last": -0.2}]}
      """#
    let entries = board ? [try EventCoding.decode(SpeedrunEntry.self, from: Data(entry.utf8))] : []
    return FindingsMarkdown([results, results], board: entries, plotFolder: "Findings")
  }

  @Test func page_hasVerdictsAtAGlance_thenEachStudy() throws {
    let page = try Self.page()
    let text = page.text()
    #expect(text.hasPrefix("# Findings\n"))
    for part in [
      "| s | It is \\| so. | 2 | **inconclusive** |", "## Is &lt;it&gt; so?", "### skill",
      "### Published numbers",
      "### Controls", "](Findings/s-skill.svg)", "tuned - base: 7.0 \\[3.0, 11.0\\], to lie above 5",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
    #expect(page.plots.map(\.name) == ["Findings/s-skill.svg", "Findings/s-skill.svg"])
    #expect(!text.contains("against the clock"), "no board was given")
  }

  @Test(arguments: Verdict.Outcome.allCases) func verdicts_areShownAsTheyCameOut(_ outcome: Verdict.Outcome)
    throws
  {
    #expect(try Self.page(outcome: outcome).text().contains("| **\(outcome.words)** |"))
  }

  /// A second run of the same studies gives the same page but for its times.
  @Test func times_areAllThatDiffers() throws {
    func lines(_ wall: Double) throws -> [Substring] {
      try Self.page(wall: wall).text().split(separator: "\n").filter { !$0.hasPrefix("Time: ") }
    }
    #expect(try lines(1) == lines(700))
    #expect(try Self.page(wall: 1).text() != Self.page(wall: 700).text())
  }

  @Test func board_tellsTimesToFixedScores() throws {
    let text = try Self.page(board: true).text()
    for part in [
      "## The quick start against the clock", "`abc1234`", "heldOutInstances/normalized: 5m",
      "heldOutClusters/normalized: not reached", "1,840", "of 0.40",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
  }

  /// What a study writes can be read again, as the page does.
  @Test func results_areReadAsTheyWereWritten() throws {
    let results = StudyPageTests.results(StudyPageTests.arms)
    #expect(try EventCoding.decode(StudyResults.self, from: results.jsonText()) == results)
  }
}
