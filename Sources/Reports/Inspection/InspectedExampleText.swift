import Diagnostics
import Runs

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
