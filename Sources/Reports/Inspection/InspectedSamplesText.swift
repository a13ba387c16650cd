import Inspection
import Setup
import Text

/// One example of each prompt format as lines.
package enum InspectedSamplesText {
  /// The lines.
  package static func textLines(_ samples: InspectedSamples, palette: SegmentPalette) -> [String] {
    let title = samples.task.map { "\(samples.recipe)  the first example of each format of \($0)" }
    var lines = [palette.heading(title ?? "\(samples.recipe)  the first example of each format")]
    for (index, example) in samples.samples.enumerated() {
      lines.append("")
      lines += InspectedExampleText.lines(
        example, segment: index, palette: palette,
        mark: "position \(example.position ?? 0): ")
    }
    if !samples.missingFormats.isEmpty {
      lines += ["", "no example was found of: \(samples.missingFormats.joined(separator: ", "))"]
    }
    return lines
  }
}

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
