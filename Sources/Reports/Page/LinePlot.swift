import Foundation
import Text

/// A line plot for a page: lines as inline SVG that stretches with the page, letters and marks as HTML, so
/// that they keep their size on any screen; colors come from the page's style. Each line carries its steps
/// and values, which the page's script (`PageScript`) shows under the pointer.
struct LinePlot {
  /// One line.
  struct Series {
    let name: String
    /// Which of the page's series colors, counted from 1.
    let color: Int
    let points: [(x: Double, y: Double)]
    var isDashed = false
    /// A dot with its value at every point; without, many points are averaged, and a line that is rough has a
    /// smooth one drawn over it.
    var hasMarks = false
  }

  let title: String
  /// What the upright axis measures, with its unit; the level one counts steps.
  let axis: String
  let series: [Series]
  /// The y axis begins at zero.
  var startsAtZero = false
  /// A scale of powers of ten, where the values span several.
  var mayBeLogarithmic = false
  /// Steps that something befell, and what.
  var flags: [(x: Double, text: String)] = []
  /// How a value is written.
  var format: (Double) -> String = { NumberText.short($0) }

  private static let width = 1000.0
  private static let height = 400.0
  /// More points than this cannot be told apart in the plot's width; they are averaged.
  private static let maximumPoints = 400

  /// The figure: caption, legend where there are several lines, the plot; nothing where there is no point.
  func html() -> String {
    let drawn = series.map { line in
      let finite = line.points.filter { $0.x.isFinite && $0.y.isFinite }
      return (line, line.hasMarks ? finite : LinePlot.thinned(finite))
    }.filter { !$0.1.isEmpty }
    guard
      let frame = PlotFrame(
        drawn.flatMap(\.1), startsAtZero: startsAtZero, mayBeLogarithmic: mayBeLogarithmic)
    else { return "" }
    let title = HTMLText.escaped(title)
    let legend =
      drawn.count < 2
      ? "" : "<div class=\"legend\">\(drawn.map { LinePlot.legendEntry($0.0) }.joined())</div>"
    let axis = HTMLText.escaped(axis + (frame.isLogarithmic ? ", logarithmic" : ""))
    return """
      <figure><figcaption>\(title)</figcaption>\(legend)
      <div class="axis">\(axis)</div>
      <div class="plot" role="img" aria-label="\(title)">\(labels(frame))
      <svg viewBox="0 0 \(Int(LinePlot.width)) \(Int(LinePlot.height))" preserveAspectRatio="none" aria-hidden="true">
      \(grid(frame))\(drawn.map { lines($0, $1, frame) }.joined())</svg>
      \(drawn.map { marks($0, $1, frame) }.joined())\(flagMarks(frame))</div><div class="axis level">step</div></figure>

      """
  }

  private static func legendEntry(_ line: Series) -> String {
    "<span><i class=\"s\(line.color)\(line.isDashed ? " dashed" : "")\"></i>\(HTMLText.escaped(line.name))</span>"
  }

  private func lines(_ line: Series, _ points: [(x: Double, y: Double)], _ frame: PlotFrame) -> String {
    let style = "s\(line.color)\(line.isDashed ? " dashed" : "")"
    let smooth = LinePlot.smoothed(points)
    let readings = readings(line, points)
    if line.hasMarks || points.count < 40 || !LinePlot.isRough(points, smooth) {
      return polyline("line \(style)", points, frame, readings)
    }
    return polyline("line faint \(style)", points, frame, readings) + polyline("line \(style)", smooth, frame)
  }

  /// A line's name, steps and values for the page's script, and how many steps a point is the mean of where
  /// it is of several.
  private func readings(_ line: Series, _ points: [(x: Double, y: Double)]) -> String {
    let steps = points.map { NumberText.grouped(Int($0.x.rounded())) }.joined(separator: "|")
    let values = points.map { format($0.y) }.joined(separator: "|")
    let span = line.hasMarks ? 1 : LinePlot.pointsForOne(line.points.count)
    return " data-name=\"\(HTMLText.escaped(line.name))\" data-steps=\"\(steps)\""
      + " data-values=\"\(HTMLText.escaped(values))\"" + (span > 1 ? " data-span=\"\(span)\"" : "")
  }

  private func polyline(
    _ style: String, _ points: [(x: Double, y: Double)], _ frame: PlotFrame, _ readings: String = ""
  ) -> String {
    let path = points.map { point in
      NumberText.fixed(frame.x(point.x) * LinePlot.width, 1) + ","
        + NumberText.fixed(frame.y(point.y) * LinePlot.height, 1)
    }
    return "<polyline class=\"\(style)\"\(readings) points=\"\(path.joined(separator: " "))\"/>\n"
  }

  private func marks(_ line: Series, _ points: [(x: Double, y: Double)], _ frame: PlotFrame) -> String {
    if !line.hasMarks && points.count > 1 { return "" }
    return points.map { point in
      let step = NumberText.grouped(Int(point.x))
      let label = HTMLText.escaped("\(line.name), step \(step): \(format(point.y))")
      return "<b class=\"mark s\(line.color)\" style=\"left:\(percent(frame.x(point.x)));"
        + "top:\(percent(frame.y(point.y)))\" title=\"\(label)\"></b>\n"
    }.joined()
  }

  private func flagMarks(_ frame: PlotFrame) -> String {
    flags.filter { frame.first <= $0.x && $0.x <= frame.last }.map { flag in
      "<b class=\"flag\" style=\"left:\(percent(frame.x(flag.x)))\" title=\"\(HTMLText.escaped(flag.text))\"></b>\n"
    }.joined()
  }

  private func grid(_ frame: PlotFrame) -> String {
    frame.verticalTicks.map { tick in
      let y = NumberText.fixed(frame.y(tick) * LinePlot.height, 1)
      return "<line class=\"grid\" x1=\"0\" x2=\"\(Int(LinePlot.width))\" y1=\"\(y)\" y2=\"\(y)\"/>"
    }.joined()
  }

  private func labels(_ frame: PlotFrame) -> String {
    let upright = frame.verticalTicks.map { tick in
      let text = NumberText.withoutTrailingZeros(format(tick))
      return "<span class=\"y\" style=\"top:\(percent(frame.y(tick)))\">\(HTMLText.escaped(text))</span>"
    }
    let level = frame.levelTicks.map { tick in
      let style = tick == frame.last && frame.last > frame.first ? "x last" : "x"
      return "<span class=\"\(style)\" style=\"left:\(percent(frame.x(tick)))\">"
        + "\(NumberText.grouped(Int(tick)))</span>"
    }
    return upright.joined() + level.joined()
  }

  private func percent(_ share: Double) -> String { NumberText.fixed(share * 100, 2) + "%" }

  /// `points` with neighbors averaged until at most `maximumPoints` are left.
  static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    let size = pointsForOne(points.count)
    if size <= 1 { return points }
    return stride(from: 0, to: points.count, by: size).map { start in
      mean(points[start..<min(start + size, points.count)])
    }
  }

  /// How many neighbors are averaged to one point of a line of `count` points.
  static func pointsForOne(_ count: Int) -> Int { (count + maximumPoints - 1) / maximumPoints }

  /// Every point's mean with its neighbors, a twentieth of the line in all; fewer at the ends, where there
  /// are none.
  static func smoothed(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    let reach = points.count / 40
    return points.indices.map { index in
      let reach = min(reach, index, points.count - 1 - index)
      return (points[index].x, mean(points[index - reach...index + reach]).y)
    }
  }

  /// Whether a line goes up and down so much that a smooth one says more: its points lie further from the
  /// smooth line than a hundredth of the plot.
  private static func isRough(
    _ points: [(x: Double, y: Double)], _ smooth: [(x: Double, y: Double)]
  ) -> Bool {
    guard let low = points.map(\.y).min(), let high = points.map(\.y).max(), high > low else { return false }
    let distance = zip(points, smooth).reduce(0) { $0 + abs($1.0.y - $1.1.y) } / Double(points.count)
    return distance > (high - low) / 200
  }

  private static func mean(_ points: ArraySlice<(x: Double, y: Double)>) -> (x: Double, y: Double) {
    let count = Double(points.count)
    return (points.reduce(0) { $0 + $1.x / count }, points.reduce(0) { $0 + $1.y / count })
  }
}
