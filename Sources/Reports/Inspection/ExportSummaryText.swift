import Inspection
import Text

/// What an export of examples came to, in a line.
package enum ExportSummaryText {
  /// The line.
  /// - Parameter path: the file; `nil` is standard output.
  package static func of(_ summary: ExportSummary, path: String?) -> String {
    "\(NumberText.grouped(summary.examples)) examples of \(NumberText.grouped(summary.steps)) "
      + "\(summary.steps == 1 ? "step" : "steps")" + (path.map { " in \($0)" } ?? "") + "; "
      + LeftOutText.of(summary.leftOut)
  }
}
