import ArgumentParser
import Diagnostics
import Foundation
import Inspection
import JSON
import Reports

/// `templates`: how many templates there are, what is wrong with them, what a vocabulary cannot carry of
/// them.
struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "Checks files of templates and counts them by family and format.",
    discussion: """
      Without a folder, the templates that come with the program; a folder's files come before these, as in a recipe's \
      data.templates. Errors name file, line and field and end the command with 65. With --vocabulary it also warns of \
      what is lost between text and ids: characters that become unknown, exemplars that only line ends tell apart, \
      templates that differ in white space alone.

      Examples:

        flan-train templates
        flan-train templates my-templates --vocabulary models/flan-t5-small
        flan-train templates my-templates/legal.json --json
      """)

  @Argument(
    help: "A folder of template files, or one file.", completion: .file(extensions: ["json"]))
  var folder: String?

  @Option(
    help: "A vocabulary file, a model or run folder, or 'bytes'.", completion: Candidates.vocabulary)
  var vocabulary: String?

  @Flag(help: "Print counts and findings as JSON.")
  var json = false

  func run() throws {
    try Outcome.of {
      let report = try TemplateReport(path: folder, vocabulary: vocabulary)
      for finding in report.findings { Outcome.printError("\(finding.severity): \(finding.text)") }
      if json {
        let text = String(decoding: try EventCoding.pretty(report), as: UTF8.self)
        try Outcome.printResult(text.trimmingCharacters(in: .newlines))
      } else if !report.families.isEmpty {
        try Outcome.printResult(TemplateTextTable.textLines(report).joined(separator: "\n"))
      }
      if let failure = report.failure { throw ExitCode(failure.exitCode) }
    }
  }
}
