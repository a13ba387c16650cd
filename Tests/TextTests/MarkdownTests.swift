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

@Suite struct YAMLTests {
  /// The same texts are read back with PyYAML by Tests/References/model_card.py.
  @Test(arguments: [
    ("no", #""no""#), ("a: b # c", #""a: b # c""#), ("say \"x\"\\", #""say \"x\"\\""#),
    ("line\nbreak", #""line\u000Abreak""#),
    ("naïve 漢字 😀", #""naïve 漢字 😀""#),
    ("\u{85}\u{A0}\u{2028}\u{FEFF}\u{7F}", #""\u0085\u00A0\u2028\uFEFF\u007F""#),
    ("\u{E0001}", #""\U000E0001""#), ("", #""""#), ("---", #""---""#),
  ])
  func textsAreQuoted(text: String, yaml: String) {
    #expect(YAML.quoted(text) == yaml)
  }

  @Test func listsAreLeftOutWhereTheyAreEmpty() {
    #expect(YAML.list("a", []).isEmpty)
    #expect(YAML.list("a", ["x", "no"]) == ["a:", "- \"x\"", "- \"no\""])
  }

  @Test(arguments: [
    ("---\nlicense: apache-2.0\n---\n", ["apache-2.0"]), ("---\r\nlicense: 'mit' \r\n---\r\n", ["mit"]),
    ("---\ntags:\n- license\nlicense:\n- a\n- \"b\"\nlanguage: en\n---", ["a", "b"]),
    ("---\nlicense: [en, \"fr\" , x y]\n---", ["en", "fr"]), ("license: mit\n", []),
    ("---\nlicense: mit\n", []),
    ("---\nother: mit\n---\nlicense: mit", []), ("---\nlicense: &x {a: b}\n---", []),
    ("---\nlicense:\n---", []),
    ("---\n---\n", []), ("---", []), ("", []),
  ])
  func frontMatterIsRead(markdown: String, values: [String]) {
    #expect(YAML.values(of: "license", inFrontMatterOf: markdown) == values)
  }
}
