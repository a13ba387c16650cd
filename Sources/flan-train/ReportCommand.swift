import ArgumentParser
import Diagnostics
import Foundation
import Reports
import Training

/// `report`: the page of a run, made anew.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a run's report.html: plots of loss and scores, tables, sample answers.",
    discussion: """
      Training writes the page itself after every evaluation; this makes it anew.

      Examples:

        flan-train report runs/flan-small
        flan-train report runs/flan-small --output page.html
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var path: String

  @Option(help: "Where the page goes; default: report.html in the run's folder.")
  var output: String?

  func run() throws {
    try Outcome.of {
      let folder = try RunFolder.existing(at: path)
      try InputFile.requireFile(folder.metricsFile, what: "metrics file of a run")
      let page = output ?? folder.reportFile
      try AtomicFile.write(Data(try ReportPage(folder).html().utf8), to: page)
      try Outcome.printResult(page)
    }
  }
}
