import Testing

@testable import Diagnostics

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("plain", 5), ("Grüße", 5), ("Gru\u{308}ße", 5), ("日本語", 6), ("한국어", 6), ("ｱﾊﾟｰﾄ", 5),
    ("Ａ１", 4), ("नमस्ते", 4), ("🙂", 2), ("a\u{200B}b", 2), ("☎\u{FE0F}", 2), ("…", 1), ("עברית", 5),
  ])
  func columnsAreThoseOfATerminal(_ text: String, _ columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(arguments: [
    ("plain", 5, "plain"), ("plain", 4, "pla…"), ("plain", 1, "…"), ("plain", 0, ""), ("日本語", 6, "日本語"),
    ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"), ("", 0, ""),
  ])
  func aTextIsCutBetweenCharacters(_ text: String, _ columns: Int, _ cut: String) {
    #expect(DisplayWidth.cut(text, to: columns) == cut)
    #expect(DisplayWidth.of(DisplayWidth.cut(text, to: columns)) <= columns)
  }
}
