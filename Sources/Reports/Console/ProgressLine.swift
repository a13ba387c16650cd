/// A progress bar with figures behind it, on one line of a terminal.
///
/// A line that is as wide as the terminal is wrapped, and the part above is never erased: so the bar gives way first, then
/// the figures from the last on.
struct ProgressLine {
  /// The share that is done, from 0 to 1.
  var share: Double
  /// The figures, the most important first.
  var figures: [String]

  private static let widestBar = 30
  private static let narrowestBar = 10

  /// The line for a terminal of so many columns; always narrower.
  func text(columns: Int) -> String {
    let room = max(0, columns - 1)
    var shown = figures
    while shown.count > 1, Self.width(of: shown) > room { shown.removeLast() }
    let text = String(shown.joined(separator: "  ").prefix(room))
    // Two brackets and two spaces stand between the bar and the figures.
    let bar = min(Self.widestBar, room - text.count - 4)
    if bar < Self.narrowestBar { return text }
    let filled = min(bar, max(0, Int(share * Double(bar))))
    let marks = String(repeating: "#", count: filled) + String(repeating: ".", count: bar - filled)
    return "[\(marks)]  \(text)"
  }

  private static func width(of figures: [String]) -> Int {
    figures.reduce(2 * max(0, figures.count - 1)) { $0 + $1.count }
  }
}
