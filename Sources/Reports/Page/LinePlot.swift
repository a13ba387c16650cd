import Foundation

/// A line plot as inline SVG; colors come from the page's style.
struct LinePlot {
  /// One line.
  struct Series {
    let name: String
    /// Which of the page's series colors, counted from 1.
    let color: Int
    let points: [(x: Double, y: Double)]
    var isDashed = false
    var hasMarks = false
  }

  let title: String
  let series: [Series]
  /// The y axis begins at zero.
  var startsAtZero = false
  /// How a value is written.
  var format: (Double) -> String = { NumberText.short($0) }

  private static let width = 640.0
  private static let height = 300.0
  private static let left = 58.0
  private static let right = 12.0
  private static let top = 12.0
  private static let bottom = 30.0
  /// More points than this cannot be told apart in the plot's width; they are averaged.
  private static let maximumPoints = 400

  /// The figure: caption, legend when there are several lines, SVG.
  func html() -> String {
    let drawn = series.map { line in
      let finite = line.points.filter { $0.x.isFinite && $0.y.isFinite }
      return (line, line.hasMarks ? finite : LinePlot.thinned(finite))
    }.filter { !$0.1.isEmpty }
    let all = drawn.flatMap(\.1)
    guard let frame = Frame(all, startsAtZero: startsAtZero) else { return "" }
    var svg = axes(frame)
    for (line, points) in drawn { svg += markup(line, points, frame) }
    let legend =
      drawn.count < 2 ? "" : "<div class=\"legend\">" + drawn.map(LinePlot.legendEntry).joined() + "</div>"
    return """
      <figure><figcaption>\(HTMLText.escaped(title))</figcaption>\(legend)
      <svg viewBox="0 0 \(Int(LinePlot.width)) \(Int(LinePlot.height))" role="img" aria-label="\(HTMLText.escaped(title))">
      \(svg)</svg></figure>

      """
  }

  private static func legendEntry(_ line: Series, _ points: [(x: Double, y: Double)]) -> String {
    "<span><i class=\"s\(line.color)\(line.isDashed ? " dashed" : "")\"></i>\(HTMLText.escaped(line.name))</span>"
  }

  private func markup(_ line: Series, _ points: [(x: Double, y: Double)], _ frame: Frame) -> String {
    let path = points.map { "\(LinePlot.pixel(frame.x($0.x))),\(LinePlot.pixel(frame.y($0.y)))" }
    var text =
      "<polyline class=\"line s\(line.color)\(line.isDashed ? " dashed" : "")\" points=\""
      + path.joined(separator: " ") + "\"/>\n"
    if line.hasMarks || points.count == 1 {
      for point in points {
        let label = HTMLText.escaped("\(line.name), step \(Int(point.x)): \(format(point.y))")
        text +=
          "<circle class=\"mark s\(line.color)\" cx=\"\(LinePlot.pixel(frame.x(point.x)))\" "
          + "cy=\"\(LinePlot.pixel(frame.y(point.y)))\" r=\"4\"><title>\(label)</title></circle>\n"
      }
    }
    return text
  }

  private func axes(_ frame: Frame) -> String {
    var text = ""
    let last = LinePlot.width - LinePlot.right
    for tick in Frame.ticks(frame.low, frame.high, about: 5) {
      let y = LinePlot.pixel(frame.y(tick))
      text +=
        "<line class=\"grid\" x1=\"\(LinePlot.pixel(LinePlot.left))\" x2=\"\(LinePlot.pixel(last))\" y1=\"\(y)\" y2=\"\(y)\"/>"
      text +=
        "<text class=\"tick end\" x=\"\(LinePlot.pixel(LinePlot.left - 8))\" y=\"\(LinePlot.pixel(frame.y(tick) + 4))\">"
      text += "\(HTMLText.escaped(NumberText.withoutTrailingZeros(format(tick))))</text>\n"
    }
    for tick in Frame.ticks(frame.first, frame.last, about: 6) where tick == tick.rounded() {
      let x = LinePlot.pixel(frame.x(tick))
      text += "<text class=\"tick middle\" x=\"\(x)\" y=\"\(LinePlot.pixel(LinePlot.height - 8))\">"
      text += "\(NumberText.short(tick))</text>\n"
    }
    return text
  }

  /// `points` with neighbors averaged until at most `maximumPoints` are left.
  static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    let size = (points.count + maximumPoints - 1) / max(1, maximumPoints)
    if size <= 1 { return points }
    return stride(from: 0, to: points.count, by: size).map { start in
      let group = points[start..<min(start + size, points.count)]
      let count = Double(group.count)
      return (group.reduce(0) { $0 + $1.x } / count, group.reduce(0) { $0 + $1.y } / count)
    }
  }

  private static func pixel(_ value: Double) -> String { NumberText.fixed(value, 1) }

  /// Where values lie in the plot.
  struct Frame {
    let first: Double
    let last: Double
    let low: Double
    let high: Double

    init?(_ points: [(x: Double, y: Double)], startsAtZero: Bool) {
      guard let first = points.map(\.x).min(), let last = points.map(\.x).max(),
        let low = points.map(\.y).min(),
        let high = points.map(\.y).max()
      else { return nil }
      self.first = first
      self.last = last > first ? last : first + 1
      let margin = high > low ? (high - low) * 0.06 : max(abs(high) * 0.1, 1e-12)
      // What cannot be negative is not shown as if it could.
      self.low = startsAtZero ? min(0, low) : low >= 0 ? max(0, low - margin) : low - margin
      self.high = high + margin
    }

    func x(_ value: Double) -> Double {
      LinePlot.left + (value - first) / (last - first) * (LinePlot.width - LinePlot.left - LinePlot.right)
    }

    func y(_ value: Double) -> Double {
      let height = LinePlot.height - LinePlot.top - LinePlot.bottom
      return LinePlot.top + (1 - (value - low) / (high - low)) * height
    }

    /// Round numbers from `low` to `high`: multiples of 1, 2 or 5 times a power of ten.
    static func ticks(_ low: Double, _ high: Double, about count: Int) -> [Double] {
      guard low.isFinite, high.isFinite, high > low, count > 0 else { return [] }
      let raw = (high - low) / Double(count)
      let power = pow(10, log10(raw).rounded(.down))
      let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw
      let begin = (low / step).rounded(.up)
      let end = (high / step).rounded(.down)
      guard step > 0, begin <= end, end - begin < 100 else { return [] }
      return stride(from: begin, through: end, by: 1).map { $0 * step + 0 }
    }
  }
}
