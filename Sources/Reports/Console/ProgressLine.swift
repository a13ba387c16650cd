import Diagnostics
import Text

/// A progress bar with figures behind it, on one line of a terminal.
///
/// A line that is as wide as the terminal is wrapped: so the bar gives way first, then the figures from the
/// last on, then the end of the label.
struct ProgressLine {
  /// The share that is done, from 0 to 1.
  var share: Double
  /// What is being done; empty for the work that goes without saying.
  var label = ""
  /// The figures, the most important first.
  var figures: [String]

  private static let widestBar = 30
  private static let narrowestBar = 10
  /// Columns of a label that figures give way for.
  private static let shortLabel = 24

  /// The line for a terminal of so many columns; always narrower.
  func text(columns: Int) -> String {
    let room = max(0, columns - 1)
    let figures = figures.map(VisibleText.line)
    let label = VisibleText.line(label)
    let asked = min(DisplayWidth.of(label), Self.shortLabel)
    var shown = figures
    while shown.count > 1, Self.width(of: shown, beside: asked) > room { shown.removeLast() }
    let left = room - Self.width(of: shown, beside: 0) - 2
    let parts = (left > 0 && !label.isEmpty ? [DisplayWidth.cut(label, to: left)] : []) + shown
    let text = DisplayWidth.cut(parts.joined(separator: "  "), to: room)
    // Two brackets and two spaces stand between the bar and the figures.
    let bar = min(Self.widestBar, room - DisplayWidth.of(text) - 4)
    if bar < Self.narrowestBar { return text }
    let filled = share.isFinite ? min(bar, max(0, Int(min(1, share) * Double(bar)))) : 0
    let marks = String(repeating: "#", count: filled) + String(repeating: ".", count: bar - filled)
    return "[\(marks)]  \(text)"
  }

  /// The columns of figures, two spaces between them, and of a label before them.
  private static func width(of figures: [String], beside label: Int) -> Int {
    let own = figures.reduce(2 * max(0, figures.count - 1)) { $0 + DisplayWidth.of($1) }
    return label > 0 ? own + 2 + label : own
  }
}

extension ProgressLine {
  /// The line of some work.
  /// - Parameters:
  ///   - done: how much of it has been done since it was looked at first.
  ///   - seconds: how long that took.
  init(_ progress: WorkProgress, done: Int, in seconds: Double) {
    share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    label = progress.work
    func amount(_ count: Int) -> String {
      progress.unit == .bytes ? NumberText.bytes(count) : NumberText.grouped(count)
    }
    let unit = progress.unit == .bytes ? "" : " \(progress.unit.rawValue)"
    figures = ["\(amount(progress.done))/\(amount(progress.total))\(unit)"]
    if done > 0, seconds > 0 {
      let pace = Double(done) / seconds
      let left = Double(max(0, progress.total - progress.done)) / pace
      figures.append("eta \(NumberText.duration(left))")
      if let note = progress.note {
        figures.append(note)
      } else {
        figures.append(
          progress.unit == .bytes
            ? "\(NumberText.bytes(Int(min(pace, 1e15))))/s" : "\(NumberText.short(pace))\(unit)/s")
      }
    }
  }
}
