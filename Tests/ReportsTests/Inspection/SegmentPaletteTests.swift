import Testing

@testable import Reports

@Suite struct SegmentPaletteTests {
  @Test func withoutColorsNothingElseIsWritten() {
    let plain = SegmentPalette(isColored: false)
    #expect(plain.segment(3, "text") == "text" && plain.heading("text") == "text")
    let colored = SegmentPalette(isColored: true)
    #expect(colored.segment(0, "a") != colored.segment(1, "a"))
    #expect(
      (0..<100).map { String(SegmentPalette.letter($0)) }.prefix(27).joined() == "abcdefghijklmnopqrstuvwxyzA"
    )
  }

  /// What a page has besides its own colors is shown.
  @Test func onlyItsOwnCommandsReachATerminal() {
    let palette = SegmentPalette(isColored: true)
    let own = palette.heading("row 1") + "\n" + palette.segment(7, "text")
    #expect(SegmentPalette.visible(own) == own)
    #expect(SegmentPalette.visible("\u{1B}]0;title\u{7}" + own) == "\\u{1B}]0;title\\u{7}" + own)
    #expect(SegmentPalette.visible("\u{1B}[31mred\u{1B}") == "\\u{1B}[31mred\\u{1B}")
  }
}
