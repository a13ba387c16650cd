import Testing

@testable import Reports

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("a", "a"), ("<b>", "&lt;b&gt;"), ("\"&'", "&quot;&amp;&#39;"), ("\u{0}\u{7F}", "\u{FFFD}\u{FFFD}"),
    ("é\n", "é\n"),
  ])
  func escaped(_ text: String, _ expected: String) { #expect(HTMLText.escaped(text) == expected) }

  @Test func table_hasTextAndNumberCells() {
    let html = HTMLText.table(header: ["t", "n"], rows: [["<", "1"]], textColumns: 1)
    #expect(html.contains("<td>&lt;</td><td class=\"number\">1</td>"))
  }
}
