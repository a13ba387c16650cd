import Testing

@testable import Instructions

@Suite struct BracedTextTests {
  @Test(
    arguments: [
      ("", []), ("a", [.text("a")]), ("{a}", [.name("a")]), ("{}", [.name("")]),
      ("x{a}y{b}", [.text("x"), .name("a"), .text("y"), .name("b")]),
      ("{a}{b}", [.name("a"), .name("b")]), ("{{a}}", [.text("{a}")]),
      ("{{{a}}}", [.text("{"), .name("a"), .text("}")]), ("{ a }", [.name(" a ")]),
      ("x{", [.text("x"), .strayBrace]), ("x}y", [.text("x"), .strayBrace]),
      ("{a{b}", [.strayBrace]), ("{a} {b", [.name("a"), .text(" "), .strayBrace]),
    ] as [(String, [BracedText.Part])])
  func `is cut at its names`(text: String, parts: [BracedText.Part]) {
    #expect(BracedText(text).parts == parts)
  }
}
