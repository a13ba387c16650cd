import Testing

@testable import Text

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("plain-name 1.0", "plain-name 1.0"), ("a_b*c", "a\\_b\\*c"), ("# x", "\\# x"), ("x # y", "x # y"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a & b", "a &amp; b"),
    ("[x](javascript:0)", "\\[x\\](javascript:0)"), ("line\nbreak\u{0}\u{1B}", "line break  "),
    ("`x`", "\\`x\\`"),
    ("back\\", "back\\\\"), ("naïve 😀", "naïve 😀"),
  ])
  func nothingInATextHasAMeaning(text: String, markdown: String) {
    #expect(Markdown.text(text) == markdown)
  }

  @Test(arguments: [
    ("x", "`x`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("a\nb", "`a b`"), ("", ""), ("<b>", "`<b>`"),
  ])
  func codeIsFenced(text: String, markdown: String) {
    #expect(Markdown.code(text) == markdown)
  }
}
