import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Reports
import Runs

/// `compare`: runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares runs: what they were made of, their recipes, curves and scores.",
    discussion: """
      Of recipes and passports only what differs is shown. 'report' with several runs makes a page of the same with plots.

      Examples:

        flan-train compare runs/flan-small runs/faster
        flan-train compare runs/flan-small runs/faster --json
      """)

  @Argument(
    help: ArgumentHelp("The runs' folders, two or more.", valueName: "run"), completion: Candidates.run)
  var paths: [String]

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if paths.count < 2 { throw ValidationError("name two runs or more") }
  }

  func run() throws {
    try Outcome.of {
      let page = RunComparison(try paths.map { try RunRecord(RunFolder.existing(at: $0)) })
      let text =
        json
        ? String(decoding: try EventCoding.pretty(page), as: UTF8.self)
        : RunComparisonText.textLines(page).joined(separator: "\n") + "\n"
      try Outcome.page(text)
    }
  }
}
