import Diagnostics
import Inspection
import Text
import Training

/// How a run diverged to NaN or an infinity, as lines.
package enum InspectedDivergenceText {
  /// Examples that are written out.
  private static let shown = 8

  /// The lines: what and where, the largest parameters and gradients, the examples.
  package static func textLines(_ page: InspectedDivergence, palette: SegmentPalette) -> [String] {
    let report = page.report
    var lines = [
      palette.heading("diverged at step \(report.step)"),
      "loss \(report.loss), gradient norm \(report.gradientNorm), learning rate "
        + NumberText.scientific(report.learningRate),
      "first    \(report.origin?.words ?? report.note ?? "unknown")",
    ]
    if let origin = report.origin, !origin.shape.isEmpty { lines.append("shape    \(origin.shape)") }
    if let replay = page.replay { lines.append("replay   \(replay)") }
    lines += [""] + parameterLines(report) + ["", palette.heading("examples")]
    for (index, text) in page.texts.prefix(shown).enumerated() {
      lines += exampleLines(text, index, palette)
    }
    let rest = page.texts.count - shown
    return rest > 0 ? lines + ["and \(rest) more; --json has them all"] : lines
  }

  private static func parameterLines(_ report: DivergenceReport) -> [String] {
    var table = TextTable([
      .init("parameter"), .init("norm before", .right), .init("gradient's norm", .right),
    ])
    // What is not finite first, then the largest gradients.
    let order = report.parameters.sorted { key($0) > key($1) }
    for parameter in order.prefix(12) {
      table.add([
        parameter.name, parameter.norm.map { NumberText.scientific($0) } ?? "-",
        NumberText.scientific(parameter.gradientNorm),
      ])
    }
    let rest = order.count - 12
    return table.lines() + (rest > 0 ? ["and \(rest) more with smaller gradients"] : [])
  }

  private static func key(_ parameter: DivergenceReport.Parameter) -> Double {
    parameter.gradientNorm.isFinite ? parameter.gradientNorm : .infinity
  }

  private static func exampleLines(
    _ text: InspectedDivergence.Text, _ index: Int, _ palette: SegmentPalette
  ) -> [String] {
    let example = text.example
    let indent = "            "
    return [
      palette.segment(
        index,
        VisibleText.of(
          "  row \(example.row), example \(example.segment): \(example.task):\(example.instance)")),
      "    \(example.format), template \(example.template), \(example.targetTokens) target tokens, loss "
        + "\(NumberText.fixed(example.loss, 3))",
      "    prompt  " + palette.segment(index, VisibleText.of(text.prompt, indent: indent)),
      "    target  " + palette.segment(index, VisibleText.of(text.target, indent: indent)),
    ]
  }
}
