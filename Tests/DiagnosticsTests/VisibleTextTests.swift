import Testing

@testable import Diagnostics

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
