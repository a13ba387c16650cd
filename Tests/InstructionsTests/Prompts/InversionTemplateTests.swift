import Diagnostics
import Testing

@testable import Instructions

@Suite struct InversionTemplateTests {
  static let place = SourceLocation(file: "t.json", line: 3)

  static let kinds: [(prompt: String, target: String, kind: InversionTemplate.Kind, needsRationale: Bool)] = [
    ("{output} {rationale}", "{input}", .question, true), ("{output}", "{input}", .question, false),
    ("{input} {output}", "{rationale}", .rationale, true),
    ("{rationale}", "{input} {output}", .questionAndAnswer, true),
    ("{output}", "{input} {rationale}", .questionAndRationale, true),
  ]

  @Test(arguments: kinds.indices) func kindIsWhatTheTargetAsks(_ index: Int) throws {
    let expected = Self.kinds[index]
    let template = try InversionTemplate(
      name: "t", prompt: expected.prompt, target: expected.target, at: Self.place)
    #expect(template.kind == expected.kind)
    #expect(template.needsRationale == expected.needsRationale)
  }

  static let refused = [
    ("{input}", "{input}"), ("{input}", "{output}"), ("say something", "{input}"), ("{output}", "x"),
    ("{rationale} {output}", "{input} {output}"), ("{rationale}", "{output} {rationale}"),
    ("{definition}", "{input}"),
  ]

  @Test(arguments: refused.indices) func givingAwayIsRefused(_ index: Int) {
    let (prompt, target) = Self.refused[index]
    #expect(throws: TemplateError.self) {
      try InversionTemplate(name: "t", prompt: prompt, target: target, at: Self.place)
    }
  }
}
