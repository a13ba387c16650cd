import Studies
import Text

/// The scores of a study's arms as a picture of its own (SVG): every seed a dot, the mean a bar across, the
/// interval a line. It needs no other file, and follows the reader's light or dark page.
struct StudyPlot {
  /// One arm.
  struct Column {
    let name: String
    /// The seeds with their scores, in points of a hundred.
    let dots: [(seed: Int, score: Double)]
    let estimate: Estimate
  }

  private let title: String
  private let columns: [Column]
  private let frame: PlotFrame

  private static let height = 300.0
  private static let (left, right, top, bottom) = (46.0, 12.0, 14.0, 34.0)
  private static let columnWidth = 104.0

  /// The plot of a measure; `nil` where no arm has a score by it.
  /// - Parameter measure: the measure's name.
  init?(_ results: StudyResults, measure: String) {
    columns = results.arms.compactMap { arm in
      guard let score = arm.scores[measure] else { return nil }
      let dots = arm.runs.compactMap { run in run.scores[measure].map { (run.seed, $0.score) } }
      return Column(name: arm.name, dots: dots, estimate: score.estimate)
    }
    let values = columns.flatMap { $0.dots.map(\.score) + [$0.estimate.low, $0.estimate.high] }
    // Guessing stands in the picture: what lies at 0 has no skill.
    guard let frame = PlotFrame((values + [0]).map { (0, $0) }, startsAtZero: false), !columns.isEmpty else {
      return nil
    }
    title = measure
    self.frame = frame
  }

  private var width: Double { Self.left + Self.right + Self.columnWidth * Double(columns.count) }

  /// The picture's text.
  func svg() -> String {
    let size = "width=\"\(Int(width))\" height=\"\(Int(Self.height))\""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="study-plot" \(size) viewBox="0 0 \(Int(width)) \(Int(Self.height))" \
      role="img"><title>\(HTMLText.escaped(title)): every seed a dot</title>
      <style>\(Self.style)</style>
      \(grid())\(columns.indices.map(column).joined())</svg>

      """
  }

  private static let style = """
    .study-plot { color: #1b1c1e; max-width: 100%; } .study-plot text { fill: currentColor; font: 12px sans-serif; } \
    .study-plot .rule { stroke: currentColor; opacity: .15; } .study-plot .zero { stroke: currentColor; opacity: .5; } \
    .study-plot .dot { fill: #2168c4; fill-opacity: .65; } .study-plot .span { stroke: #c9530f; stroke-width: 2; } \
    @media (prefers-color-scheme: dark) { .study-plot { color: #e9e9e6; } .study-plot .dot { fill: #6aa8f5; } \
    .study-plot .span { stroke: #f3944f; } }
    """

  private func y(_ value: Double) -> Double {
    Self.top + frame.y(value) * (Self.height - Self.top - Self.bottom)
  }

  private func text(_ value: Double) -> String { NumberText.fixed(value, 1) }

  private func grid() -> String {
    frame.verticalTicks.map { tick in
      let style = tick == 0 ? "zero" : "rule"
      let label = NumberText.withoutTrailingZeros(text(tick))
      return "<line class=\"\(style)\" x1=\"\(text(Self.left))\" x2=\"\(text(width - Self.right))\" "
        + "y1=\"\(text(y(tick)))\" y2=\"\(text(y(tick)))\"/>"
        + "<text x=\"\(text(Self.left - 6))\" y=\"\(text(y(tick) + 4))\" text-anchor=\"end\">\(label)</text>\n"
    }.joined()
  }

  private func column(_ index: Int) -> String {
    let column = columns[index]
    let middle = Self.left + Self.columnWidth * (Double(index) + 0.5)
    let estimate = column.estimate
    func line(_ x1: Double, _ x2: Double, _ y1: Double, _ y2: Double) -> String {
      "<line class=\"span\" x1=\"\(text(x1))\" x2=\"\(text(x2))\" y1=\"\(text(y(y1)))\" y2=\"\(text(y(y2)))\"/>"
    }
    let dots = column.dots.enumerated().map { number, dot in
      // Beside one another, so that equal scores are told apart.
      let share = column.dots.count > 1 ? Double(number) / Double(column.dots.count - 1) - 0.5 : 0
      return
        "<circle class=\"dot\" cx=\"\(text(middle + share * 44))\" cy=\"\(text(y(dot.score)))\" r=\"4.5\">"
        + "<title>\(HTMLText.escaped(column.name)), seed \(dot.seed): \(text(dot.score))</title></circle>\n"
    }
    let label = HTMLText.escaped(String(column.name.prefix(15)))
    return line(middle, middle, estimate.low, estimate.high)
      + line(middle - 14, middle + 14, estimate.value, estimate.value) + "\n" + dots.joined()
      + "<text x=\"\(text(middle))\" y=\"\(text(Self.height - 12))\" text-anchor=\"middle\">\(label)</text>\n"
  }
}
