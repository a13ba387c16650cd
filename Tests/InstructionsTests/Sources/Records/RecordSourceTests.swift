import Foundation
import JSON
import Testing

@testable import Instructions

@Suite struct RecordSourceTests {
  static func described(_ json: String) throws -> SourceDescription {
    try SourceDescription(json: JSONDocument.parse(json.utf8, file: "description"))
  }

  static func tasks(
    _ name: String, _ text: String, _ description: String
  ) throws -> [InstructionTask] {
    let folder = try TemporaryFolder()
    let path = try folder.write(name, text)
    return try TaskCollection.load(path: path, description: described(description)).tasks
  }

  /// One example in every layout that can be described.
  static let layouts: [(name: String, text: String, description: String)] = [
    (
      "a.csv", "q,a,why\n\"Is 1,\"\"2\"\"\nso?\",yes,as is\n",
      #"{"fields": {"input": "q", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.csv", "\u{FEFF}q;a;why\r\n\"Is 1,\"\"2\"\"\nso?\";yes;as is",
      #"{"delimiter": ";", "fields": {"input": "q", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.tsv", "Is 1,\"2\"\\nso?\tyes\tas is\n",
      #"{"columns": ["q", "a", "why"], "escapes": true, "fields": {"input": "q", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.tsv", "Is 1,\"2\"\\nso?\tyes\tas is\n",
      #"{"header": false, "escapes": true, "fields": {"input": "1", "output": "2", "rationale": "3"}}"#
    ),
    (
      "a.tsv", "x\ty\tz\nIs 1,\"2\"\\nso?\tyes\tas is\n",
      #"{"header": true, "columns": ["q", "a", "why"], "escapes": true, "fields": {"input": "q", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.jsonl", #"{"q": {"t": "Is 1,\"2\"\nso?"}, "a": ["yes", "yes", " "], "why": "as is"}"#,
      #"{"fields": {"input": "q.t", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.json", #"[{"x": "1,\"2\"", "a": true, "why": ["as is", "so"]}]"#,
      #"{"fields": {"input": "Is {x}\nso?", "output": "a", "rationale": "why"}, "labels": ["yes"]}"#
    ),
    (
      "data.txt", "q,a,why\n\"Is 1,\"\"2\"\"\nso?\",yes,as is\n",
      #"{"kind": "csv", "fields": {"input": "q", "output": "a", "rationale": "why"}}"#
    ),
    (
      "a.jsonl", #"{"q": "Is 1,\"2\"\nso?", "a": "as <<1+1=2>>is => yes"}"#,
      #"{"fields": {"input": "q", "output": "a"}, "answerMark": "=>", "dropCalculatorMarks": true}"#
    ),
  ]

  @Test(arguments: layouts.indices) func layouts_giveTheSameInstance(_ index: Int) throws {
    let (name, text, description) = Self.layouts[index]
    let instance = try #require(try Self.tasks(name, text, description).first?.instances.first)
    #expect(instance.input == "Is 1,\"2\"\nso?")
    #expect(instance.references == [description.contains("labels") ? "true" : "yes"])
    #expect(instance.rationale == "as is")
  }

  @Test func options_areChosenByLetterIndexAndNumber() throws {
    let rows = "q,x,y,z,k\nWhich?,red,,blue,%\n"
    let fields = #""fields": {"input": "q", "output": "k", "options": ["x", "y", "z"]}"#
    for (form, key) in [
      ("letter", "(C)"), ("letter", "c"), ("index", "2"), ("number", "3"), ("text", "blue"),
    ] {
      let tasks = try Self.tasks(
        "a.csv", rows.replacingOccurrences(of: "%", with: key), #"{"answerForm": "\#(form)", \#(fields)}"#)
      #expect(
        tasks[0].instances[0].references == ["blue"] && tasks[0].instances[0].options == ["red", "blue"])
    }
    let nested = #"{"q": "Which?", "choices": [{"text": "red"}, {"text": "blue"}], "label": 1}"#
    let tasks = try Self.tasks(
      "a.jsonl", nested,
      #"{"answerForm": "index", "fields": {"input": "q", "output": "label", "options": "choices.text"}}"#)
    #expect(tasks[0].instances[0].options == ["red", "blue"] && tasks[0].instances[0].references == ["blue"])
    let labels = try Self.tasks(
      "a.csv", "p,h,l\nA,B,0\n",
      #"{"answerForm": "index", "labels": ["yes", "no"], "fields": {"input": "{p} so {h}?", "output": "l"}}"#)
    #expect(labels[0].instances[0].input == "A so B?" && labels[0].instances[0].references == ["yes"])
  }

  @Test func records_sayTheirTaskAndWhatIsSaidOfThemHolds() throws {
    let tasks = try Self.tasks(
      "a.csv",
      "t,c,m,q,a,id,extra\none,c1,s1,q1,a1,1,e\ntwo,c2,s2,q2, ,2,e\ntwo,c2,s2,q3,a3,1,e\none,c1,s1, ,a,,e\n",
      #"""
      {"family": "arithmetic", "rationaleKind": "stream", "definitions": "Do it.", "promptStyle": "complete",
       "fields": {"input": "q", "output": "a", "task": "t", "cluster": "c", "subMixture": "m", "id": "id", "keep": ["extra"]}}
      """#)
    #expect(tasks.map(\.name) == ["one", "two"] && tasks.map(\.cluster) == ["c1", "c2"])
    #expect(tasks.map(\.subMixture) == ["s1", "s2"])
    #expect(tasks.allSatisfy { $0.family == "arithmetic" && $0.rationaleKind == .stream })
    #expect(tasks.allSatisfy { $0.definitions == ["Do it."] && $0.promptStyle == .complete })
    #expect(
      tasks[0].instances[0]
        == Instance(id: "1", input: "q1", references: ["a1"], fields: ["extra": "e"], line: 2))
    #expect(tasks.map { $0.skipped.map(\.reason) } == [[.blankInput], [.blankTarget]])
    #expect(tasks.flatMap { $0.skipped.map(\.location.line) } == [5, 3])
  }

  @Test func definitionsMayBeFieldsOfEachExample() throws {
    let text =
      "{\"do\": {\"what\": \"Add.\"}, \"q\": \"1 2\", \"a\": 3}\n"
      + "{\"do\": {\"what\": \" \"}, \"q\": \"3 4\", \"a\": 7}\n{\"do\": {\"what\": \"Mul\"}, \"q\": \"1 2\", \"a\": 2}"
    let fields = #""fields": {"input": "q", "output": "a"}"#
    let tasks = try Self.tasks(
      "a.jsonl", text, #"{"definitions": ["{do.what}", "Now {{so}}: {do.what}"], \#(fields)}"#)
    #expect(tasks[0].definitions.isEmpty && tasks[0].definesEveryInstance)
    #expect(
      tasks[0].instances.map(\.definitions) == [["Add.", "Now {so}: Add."], ["Mul", "Now {so}: Mul"]])
    #expect(tasks[0].skipped.map(\.reason) == [.blankDefinition] && tasks[0].skipped[0].location.line == 2)
    let literal = try Self.tasks("a.jsonl", text, #"{"definitions": "Write {{1}}.", \#(fields)}"#)
    #expect(literal[0].definitions == ["Write {1}."] && !literal[0].definesEveryInstance)
    let kept = try Self.tasks(
      "a.jsonl", text, #"{"fields": {"input": "{{{q}}}", "output": "a"}}"#)
    #expect(kept[0].instances[0].input == "{1 2}")
  }
}
