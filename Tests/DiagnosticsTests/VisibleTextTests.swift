import Diagnostics
@testable import Diagnostics
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("a\u{1B}[31mb\u{7}\u{9B}c\rd", "a\\u{1B}[31mb\\u{7}\\u{9B}c\\u{D}d"),
    ("\u{0}\u{7F}\u{85}", "\\u{0}\\u{7F}\\u{85}"),
    ("\u{202E}gpj\u{202C}.exe \u{2066}x\u{2069}", "\\u{202E}gpj\\u{202C}.exe \\u{2066}x\\u{2069}"),
    ("a\u{2028}b\u{2029}c", "a\\u{2028}b\\u{2029}c"),
    ("Grüße, 世界 e\u{301} « » – „“ 👩‍👧 א", "Grüße, 世界 e\u{301} « » – „“ 👩‍👧 א"),
    ("", ""),
  ])
  func whatCommandsATerminalIsWrittenOut(_ text: String, _ shown: String) {
    #expect(VisibleText.of(text) == shown)
    #expect(VisibleText.line(text) == shown)
    #expect(VisibleText.message(text) == shown)
  }

  @Test func linesAreKeptOrWrittenOut() {
    #expect(VisibleText.of("one\ntwo\tthree", indent: "  ") == "one\n  two\tthree")
    #expect(VisibleText.line("one\ntwo\tthree\r\n") == "one\\ntwo\\tthree\\u{D}\\n")
  }

  /// Only an indented line is taken for a message's own; what a name has would look like another message.
  @Test func nothingInAMessageBeginsALine() {
    #expect(
      VisibleText.message("task 'a\nstep 1/9 | loss 0.0' is\n  bad\n")
        == "task 'a\\nstep 1/9 | loss 0.0' is\n  bad\\n")
  }
}

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

@Suite struct GroupedDigitsTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (12_345, "12,345"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `are groups of three`(value: Int, text: String) {
    #expect(value.withGroupedDigits == text)
  }
}
