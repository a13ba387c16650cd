import Testing

@testable import Reports

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("a", "a"), ("<b>", "&lt;b&gt;"), ("\"&'", "&quot;&amp;&#39;"), ("\u{0}\u{7F}", "\u{FFFD}\u{FFFD}"),
    ("é\n", "é\n"),
  ])
  func escaped(_ text: String, _ expected: String) { #expect(HTMLText.escaped(text) == expected) }

  @Test func table_hasTextAndNumberCells() {
    var table = HTMLTable(["t", "n"], numbersFrom: 1)
    #expect(table.html().isEmpty)
    table.add([.text("<"), .number("1")])
    table.add([.text("a"), .score(2)], isSum: true)
    #expect(table.html().contains("<td>&lt;</td><td class=\"number\">1</td>"))
    #expect(table.html().contains("<td class=\"number heat\" style=\"--h:0.400\">2.000</td>"))
  }
}
