import Diagnostics
import Inspection
import Text

/// The packed batch of a step as lines: each row with a picture of its segments, then its examples.
package enum InspectedStepText {
  private static let pictureWidth = 64

  /// The lines.
  package static func textLines(_ step: InspectedStep, palette: SegmentPalette) -> [String] {
    let count = step.rows.reduce(0) { $0 + $1.segments.count }
    let ofRun =
      step.step > step.stepsOfRun ? "beyond the \(step.stepsOfRun) of the run" : "of \(step.stepsOfRun)"
    return [
      palette.heading("\(step.recipe)  step \(step.step) \(ofRun)"),
      "\(count) examples in \(step.rows.count) rows; inputs \(NumberText.percent(step.inputFill)) full, "
        + "targets \(NumberText.percent(step.targetFill)) full",
      window(step),
    ] + step.rows.enumerated().flatMap { lines($1, number: $0 + 1, of: step, palette) }
  }

  private static func window(_ step: InspectedStep) -> String {
    let offered = step.lastPosition - step.firstPosition + 1
    let place =
      "packed with steps \(step.firstStepOfWindow) to \(step.lastStepOfWindow) from the positions "
      + "\(step.firstPosition) to \(step.lastPosition)"
    let others = [
      (step.takenOver, "taken over from the steps before"), (step.goingOn, "offered to the steps after"),
    ]
    .filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    return "\(place); of \(offered) examples \(LeftOutText.of(step.leftOutOfWindow))\(others)"
  }

  private static func lines(
    _ row: InspectedStep.Row, number: Int, of step: InspectedStep, _ palette: SegmentPalette
  ) -> [String] {
    let inputs = row.segments.map(\.inputTokens)
    let targets = row.segments.map(\.targetTokens)
    return [
      "",
      palette.heading("row \(number)"),
      "  inputs   \(picture(inputs, of: step.inputLength, palette))  \(row.inputTokens)/\(step.inputLength)",
      "  targets  \(picture(targets, of: step.targetLength, palette))  \(row.targetTokens)/\(step.targetLength)",
    ]
      + row.segments.enumerated().flatMap { index, example in
        InspectedExampleText.lines(
          example, segment: index, palette: palette, mark: "[\(SegmentPalette.letter(index))]")
      }
  }

  /// The row from its first place to its last: letters for segments, dots for padding.
  private static func picture(_ lengths: [Int], of places: Int, _ palette: SegmentPalette) -> String {
    var picture = ""
    var (tokens, drawn) = (0, 0)
    for (index, length) in lengths.enumerated() {
      tokens += length
      let end = min(pictureWidth, (tokens * pictureWidth + places / 2) / max(places, 1))
      let letters = String(repeating: SegmentPalette.letter(index), count: max(0, end - drawn))
      if !letters.isEmpty { picture += palette.segment(index, letters) }
      drawn = max(drawn, end)
    }
    return picture + String(repeating: ".", count: pictureWidth - drawn)
  }
}

/// Examples that are left out, in words.
enum LeftOutText {
  /// `none is left out`, or the reasons with their counts.
  static func of(_ counts: [String: Int]) -> String {
    let parts = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    if parts.isEmpty { return "none is left out" }
    return "\(parts.map { "\($0.value) left out: \(reason($0.key))" }.joined(separator: ", "))"
  }

  static func reason(_ name: String) -> String {
    switch name {
    case "blankTarget": "blank target"
    case "blankInput": "blank input"
    case "blankDefinition": "blank definition"
    case "blankText": "blank document"
    case "tooShort": "document of too few tokens"
    case "tooLong": "longer than a row"
    case "unpacked": "no room in the rows"
    default: name
    }
  }
}

/// The colors of a row's segments on a terminal, or none.
package struct SegmentPalette: Sendable {
  /// Hues of the 256-color table of middling brightness, which stand out on dark and on light grounds;
  /// neighbors differ in hue.
  private static let hues = [32, 130, 29, 133, 167, 67]

  private let isColored: Bool

  /// A palette.
  /// - Parameter isColored: whether the text is for a terminal; without colors nothing but the text is
  ///   written.
  package init(isColored: Bool) { self.isColored = isColored }

  /// The text in the color of the segment at `index`.
  func segment(_ index: Int, _ text: String) -> String {
    isColored ? "\u{1B}[38;5;\(Self.hues[index % Self.hues.count])m\(text)\u{1B}[39m" : text
  }

  /// The text in bold.
  func heading(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[22m" : text }

  /// The text as a terminal may show it, with the colors of a palette and no other commands.
  package static func visible(_ text: String) -> String {
    let commands = ["[1m", "[22m", "[39m"] + hues.map { "[38;5;\($0)m" }
    let parts = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      let isOurs = index > 0 && commands.contains { part.hasPrefix($0) }
      let sign = index == 0 ? "" : isOurs ? "\u{1B}" : VisibleText.of("\u{1B}")
      return sign + VisibleText.of(String(part))
    }.joined()
  }

  /// The letter of the segment at `index` in a picture of the row: `a` to `z`, then `A` to `Z`, then anew.
  static func letter(_ index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return letters[index % letters.count]
  }
}
