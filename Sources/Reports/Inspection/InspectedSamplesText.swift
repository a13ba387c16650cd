import Diagnostics
import Inspection
import Runs
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

/// An example of the stream as lines.
enum InspectedExampleText {
  /// Where it comes from and how it is asked, then prompt and target as the model sees them.
  static func lines(
    _ example: InspectedExample, segment: Int, palette: SegmentPalette, mark: String
  ) -> [String] {
    var facts = [example.format, "template \(example.template)"]
    if !example.exemplars.isEmpty { facts.append("exemplars \(exemplars(of: example))") }
    if example.lostExemplars { facts.append("no exemplar fitted") }
    facts.append("\(example.inputTokens) + \(example.targetTokens) tokens")
    if example.unknownTokens > 0 { facts.append("\(example.unknownTokens) unknown") }
    if example.isTruncated { facts.append("cut to the row") }
    let place = VisibleText.of("\(example.task)  \(example.place)", indent: " ")
    let indent = "            "
    return [
      palette.segment(segment, "  \(mark) \(place)"),
      "    " + VisibleText.of(facts.joined(separator: ", "), indent: " "),
      "    prompt  " + palette.segment(segment, VisibleText.of(example.prompt, indent: indent)),
      "    target  " + palette.segment(segment, VisibleText.of(example.target, indent: indent)),
    ]
  }

  private static func exemplars(of example: InspectedExample) -> String {
    example.exemplars.map { exemplar in
      if exemplar.origin == "positive" { return "positive \(exemplar.index)" }
      return exemplar.line.map { "line \($0)" } ?? "instance \(exemplar.index)"
    }.joined(separator: " ")
  }
}
