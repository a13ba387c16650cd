import Diagnostics
@testable import Instructions
import Testing

@Suite struct TemplatePatternTests {
  static let place = SourceLocation(file: "t.json", line: 3)

  @Test func fillsPlaceholders() throws {
    let pattern = try TemplatePattern(
      "{{{definition}}} {input}, {extra}: {output}!", allowing: ["definition", "input", "output", "extra"],
      at: Self.place)
    var text = ""
    pattern.render(
      TemplateValues(definition: "D", input: "{input}", output: "O", fields: ["extra": "E"]), into: &text)
    #expect(text == "{D} {input}, E: O!")
  }

  static let broken: [(template: String, part: String)] = [
    ("{inpt}", "Did you mean 'input'?"), ("{", "brace"), ("a } b", "brace"), ("{input", "brace"),
    ("{{input}", "brace"),
    ("{in{put}", "brace"), ("{}", "Valid names: definition, input"),
  ]

  @Test(arguments: broken.indices) func refusesWhatItCannotFill(_ index: Int) {
    let text = message {
      _ = try TemplatePattern(Self.broken[index].template, allowing: ["definition", "input"], at: Self.place)
    }
    #expect(text.hasPrefix("t.json:3: ") && text.contains(Self.broken[index].part), "\(text)")
  }

  static let placed: [(pattern: String, options: String, expected: String)] = [
    ("{input}", "", "Q"), ("{input}", "\n- a", "Q\n- a"), ("{input}\nAnswer:", "\n- a", "Q\n- a\nAnswer:"),
    ("{input} So?", "\n- a", "Q\n- a\n So?"), ("{input} So?{options}", "\n- a", "Q So?\n- a"),
    ("{input} So?{options}", "", "Q So?"), ("{input} in {extra}: say", "\n- a", "Q in E\n- a\n: say"),
    ("Say {definition}", "\n- a", "Say "),
  ]

  @Test(arguments: placed.indices) func optionsFollowTheInstance(_ index: Int) throws {
    let (source, options, expected) = Self.placed[index]
    let pattern = try TemplatePattern(
      source, allowing: ["definition", "input", "options", "extra"], at: Self.place
    ).placingOptions()
    var text = ""
    pattern.render(TemplateValues(input: "Q", options: options, fields: ["extra": "E"]), into: &text)
    #expect(text == expected)
    #expect(pattern.source == source)
  }

  @Test func fieldsAreThoseOfTheInstance() throws {
    let pattern = try TemplatePattern("{a} {input} {b} {a}", allowing: ["input", "a", "b"], at: Self.place)
    #expect(pattern.fields == ["a", "b"])
  }
}

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
