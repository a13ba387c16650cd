import Diagnostics
import Testing

@testable import Instructions

@Suite struct FewShotTemplateTests {
  static let place = SourceLocation(file: "t.json", line: 3)

  @Test func formIsRegular() throws {
    let template = try FewShotTemplate(
      name: "t", format: .fewShot, preamble: "{definition}\n\n", inputPrefix: "Q: ", delimiter: "\n",
      outputPrefix: "A: ", separator: "\n\n", at: Self.place)
    let worked = [("1+1", "2"), ("1+2", "3")].map {
      template.exemplar(TemplateValues(input: $0, output: $1), answer: $1)
    }
    let prompt = FewShotPrompt(
      head: template.head(definition: "Add."), exemplars: worked,
      query: template.query(TemplateValues(input: "2+2")))
    #expect(prompt.text(2) == "Add.\n\nQ: 1+1\nA: 2\n\nQ: 1+2\nA: 3\n\nQ: 2+2\nA:")
    #expect(prompt.text(0) == "Add.\n\nQ: 2+2\nA:")
    #expect(template.head(definition: "").isEmpty)
  }

  /// Instruction, example, answer, instruction again, question: as the paper shows it.
  @Test func everyExemplarMayShowTheDefinition() throws {
    let template = try FewShotTemplate(
      name: "t", format: .fewShot, inputPrefix: "{definition}\nQ: ", delimiter: "\n", outputPrefix: "A: ",
      separator: "\n\n", at: Self.place)
    let worked = template.exemplar(TemplateValues(definition: "Add.", input: "1+1"), answer: "2")
    let prompt = FewShotPrompt(
      head: template.head(definition: "Add."), exemplars: [worked],
      query: template.query(TemplateValues(definition: "Add.", input: "2+2")))
    #expect(prompt.text(1) == "Add.\nQ: 1+1\nA: 2\n\nAdd.\nQ: 2+2\nA:")
    #expect(template.definesEveryExemplar)
    #expect(!template.suits(.none) && template.suits(.task) && template.suits(.instance))
  }

  @Test func definitionsOfInstancesStandBesideThemAlone() throws {
    let before = try FewShotTemplate(
      name: "t", format: .fewShot, preamble: "{definition} ", delimiter: " ", separator: " ", at: Self.place)
    let both = try FewShotTemplate(
      name: "t", format: .fewShot, preamble: "{definition} ", delimiter: " ", separator: "{definition} ",
      at: Self.place)
    #expect(before.suits(.none) && before.suits(.task) && !before.suits(.instance))
    #expect(!both.suits(.none) && both.suits(.task) && !both.suits(.instance))
  }

  @Test func outputMayExplain() throws {
    let template = try FewShotTemplate(
      name: "t", format: .fewShot, purpose: .explained, inputPrefix: "P: ", input: "{input}{options}",
      delimiter: " ", outputPrefix: "A: ", output: "{output} ({explanation})", separator: "; ",
      at: Self.place)
    let values = TemplateValues(input: "p", output: "yes", explanation: "E", options: "\n- yes")
    #expect(template.exemplar(values, answer: "ignored") == "P: p\n- yes A: yes (E); ")
    let bar = try TemplatePattern("|", allowing: [], at: Self.place)
    #expect(template.exemplar(values, answer: "", separator: bar) == "P: p\n- yes A: yes (E)|")
  }

  @Test func partsMayUseFields_andBraces() throws {
    let template = try FewShotTemplate(
      name: "t", format: .fewShot, inputPrefix: "{{{kind}}} ", input: "{premise} H: {hypothesis}{options}",
      delimiter: " {definition} ", outputPrefix: "A: ", separator: "; ",
      fields: ["premise", "hypothesis", "kind"], at: Self.place)
    let values = TemplateValues(
      definition: "D", fields: ["premise": "p", "hypothesis": "h", "kind": "k"])
    #expect(template.exemplar(values, answer: "yes") == "{k} p H: h D A: yes; ")
    #expect(template.fields == ["kind", "premise", "hypothesis"])
  }

  @Test func refusesWhatShowsNothing() {
    #expect(
      message {
        _ = try FewShotTemplate(
          name: "t", format: .fewShot, input: "{options}", delimiter: " ", separator: " ", at: Self.place)
      }.contains("no placeholder for the instance"))
    #expect(
      message {
        _ = try FewShotTemplate(
          name: "t", format: .fewShot, purpose: .explained, delimiter: " ", output: "{explanation}",
          separator: " ", at: Self.place)
      }.contains("does not show the answer"))
  }
}
