import Diagnostics

/// The colors of a row's segments on a terminal, or none.
package struct SegmentPalette: Sendable {
  /// Hues of the 256-color table of middling brightness, which stand out on dark and on light grounds; neighbors
  /// differ in hue.
  private static let hues = [32, 130, 29, 133, 167, 67]

  private let isColored: Bool

  /// A palette.
  /// - Parameter isColored: whether the text is for a terminal; without colors nothing but the text is written.
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
