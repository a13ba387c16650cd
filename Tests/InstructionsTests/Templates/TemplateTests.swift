import Diagnostics
import Testing

@testable import Instructions

@Suite struct TemplateTests {
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

  @Test func standardSetIsRich() throws {
    let set = try TemplateSet.standard()
    for format in PromptFormat.allCases {
      let count =
        format.hasExemplars
        ? set.fewShot.count { $0.format == format } : set.zeroShot.count { $0.format == format }
      #expect(count >= 8)
    }
    let prompts = set.zeroShot.map(\.prompt.source)
    #expect(Set(prompts).count == prompts.count)
    for closer in set.closers {
      var text = ""
      closer.render(TemplateValues(output: "4.5."), into: &text)
      #expect(text.hasSuffix("answer is 4.5..") && closer.source.contains("answer is {output}."))
    }
  }

  @Test func fewShotFormIsRegular() throws {
    let template = try FewShotTemplate(
      name: "t", format: .fewShot, preamble: "{definition}\n\n", inputPrefix: "Q: ", delimiter: "\n",
      outputPrefix: "A: ", separator: "\n\n", at: Self.place)
    #expect(
      template.render(definition: "Add.", exemplars: [("1+1", "2"), ("1+2", "3")], query: "2+2")
        == "Add.\n\nQ: 1+1\nA: 2\n\nQ: 1+2\nA: 3\n\nQ: 2+2\nA:")
    #expect(template.render(definition: "", exemplars: [], query: "2+2") == "Q: 2+2\nA:")
  }

  @Test func setsAreReadFromFiles() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "set.json",
      """
      {"zeroShot": [{"prompt": "{input}"}, {"prompt": "{definition} {input}"},
        {"prompt": "{input} why", "format": "zero-shot-cot"},
        {"prompt": "{definition} {input}", "format": "zero-shot-cot"}],
       "fewShot": [{"delimiter": " ", "separator": "; ", "outputPrefix": "A: "},
        {"format": "few-shot-cot", "delimiter": " ", "separator": "; "}],
       "closers": ["So the answer is {output}."]}
      """)
    let set = try TemplateSet.read(path)
    #expect(set.zeroShot.map(\.name) == ["zero-shot-1", "zero-shot-2", "zero-shot-3", "zero-shot-4"])
    #expect(set.fewShot.map(\.format) == [.fewShot, .fewShotChainOfThought])
    let poor = try folder.write("poor.json", #"{"zeroShot": [], "fewShot": [], "closers": []}"#)
    #expect(message { _ = try TemplateSet.read(poor) }.contains("nothing for the format 'zero-shot'"))
    let wrong = try folder.write("wrong.json", #"{"zeroShot": [], "fewShots": [], "closers": []}"#)
    #expect(message { _ = try TemplateSet.read(wrong) }.contains("'fewShot'"))
  }
}
