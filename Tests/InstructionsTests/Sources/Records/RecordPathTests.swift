import JSON
import Testing

@testable import Instructions

@Suite struct RecordPathTests {
  private static let text = """
    {"answers": {"text": ["a", "b"], "start": [1, 2]}, "turns": [{"value": "x"}, {"value": "y"}, {"value": "z"}],
     "nested": [["p", "q"], ["r"]], "0": "zero", "none": null, "by": {"1": "one"}}
    """

  private func value(_ name: String, mayBeMissing: Bool = false) throws -> [String]? {
    let object = try JSONDocument.parse(Self.text.utf8, file: "f").object()
    return try JSONRecord(object: object).value(name, mayBeMissing: mayBeMissing)?.texts
  }

  @Test(arguments: [
    ("answers.text", ["a", "b"]), ("answers.text[0]", ["a"]), ("answers.text.1", ["b"]),
    ("turns[0].value", ["x"]), ("turns.1.value", ["y"]), ("turns[-1].value", ["z"]),
    ("turns.-2.value", ["y"]),
    ("turns.value", ["x", "y", "z"]), ("nested[0][1]", ["q"]), ("nested", ["p", "q", "r"]), ("0", ["zero"]),
    ("by.1", ["one"]), ("none", []),
  ])
  func leadsThroughObjectsAndLists(_ name: String, _ expected: [String]) throws {
    #expect(try value(name) == expected)
    #expect(try value(name, mayBeMissing: true) == expected)
  }

  @Test(arguments: ["answer", "answers.texts", "turns[3].value", "turns[-4].value", "none.x", "turns.who"])
  func whatIsMissingIsAnErrorUnlessItMayBe(_ name: String) throws {
    #expect(throws: (any Error).self) { try value(name) }
    #expect(try value(name, mayBeMissing: true) == nil)
  }

  @Test func aShortListIsTold() throws {
    let error = #expect(throws: SourceError.self) { try value("turns[3].value") }
    #expect(error?.problem == "has 3 elements, so there is none with the number 3")
  }

  @Test func anExampleMayLackWhatTheFirstHas() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.jsonl",
      """
      {"instruction": "Add.", "input": "1", "output": "2"}
      {"instruction": "Greet.", "output": "Hi"}
      {"instruction": "Wave.", "input": "x"}
      """)
    var description = SourceDescription()
    (description.fields.input, description.fields.output) = ("{instruction} {input}", "output")
    let task = try #require(
      try TaskCollection.load(path: path, description: description).tasks.first)
    #expect(task.instances.map(\.input) == ["Add. 1", "Greet."])
    #expect(task.absentFields == ["input": 1, "output": 1])
    #expect(task.skipped.map(\.reason) == [.blankTarget])
    description.fields.input = "{instruction} {imput}"
    #expect(throws: JSONError.self) { try TaskCollection.load(path: path, description: description) }
  }
}
