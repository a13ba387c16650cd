import ArgumentParser
import Diagnostics
import Foundation
import Reports
import Runs
import Storage

/// `report`: the page of a run, made anew, or of several runs side by side.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page about a run, or about several side by side: plots, scores, sample answers.",
    discussion: """
      Training writes the page of its run itself after every evaluation; this makes it anew. With several runs, the page \
      has their curves over one another and what differs in their recipes; it goes to --output.

      Examples:

        flan-train report runs/flan-small
        flan-train report runs/flan-small runs/faster --output comparison.html
      """)

  @Argument(help: ArgumentHelp("The runs' folders.", valueName: "run"), completion: Candidates.run)
  var paths: [String]

  @Option(
    help: "Where the page goes; default for one run: report.html in its folder.",
    completion: .file(extensions: ["html"]))
  var output: String?

  func validate() throws {
    if paths.count > 1, output == nil {
      throw ValidationError("with several runs, say with --output where the page goes")
    }
  }

  func run() throws {
    try Outcome.of {
      let folders = try paths.map { path in
        let folder = try RunFolder.existing(at: path)
        try InputFile.requireFile(folder.metricsFile, what: "metrics file of a run")
        return folder
      }
      let page = output ?? folders[0].reportFile
      try Draft.write(ReportPage(folders).html(), to: page)
      try Outcome.printResult(page)
    }
  }
}
