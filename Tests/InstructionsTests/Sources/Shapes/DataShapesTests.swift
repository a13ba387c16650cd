import Foundation
import Testing

@testable import Instructions

/// The layouts that instruction data is published in, in every file that people keep them in (the table of
/// Documentation/Sources.md).
@Suite struct DataShapesTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    /// The layout's name in the table of the documentation.
    let name: String
    let records: [String]
    /// What is asked and answered.
    let expected: [[String]]
    var promptStyle = InstructionTask.PromptStyle.complete
    var definitions: [String] = []
    var testDescription: String { name }
  }

  static let shapes = [
    Shape(
      name: "Alpaca",
      records: [
        #"{"instruction": "Add.", "input": "1 and 2", "output": "3"}"#,
        #"{"instruction": "Greet.", "input": "", "output": "Hello."}"#,
        #"{"instruction": "Name a color.", "output": "Red."}"#,
      ], expected: [["Add.\n1 and 2", "3"], ["Greet.", "Hello."], ["Name a color.", "Red."]]),
    Shape(
      name: "Dolly",
      records: [
        #"{"instruction": "Whom?", "response": "Bo"}"#,
        #"{"instruction": "Who?", "context": "Ann ran.", "response": "Ann", "category": ""}"#,
        #"{"instruction": "Why?", "context": "", "response": "So.", "category": ""}"#,
      ], expected: [["Whom?", "Bo"], ["Who?\nAnn ran.", "Ann"], ["Why?", "So."]]),
    Shape(
      name: "OpenOrca",
      records: [
        #"{"id": "f.0", "system_prompt": "", "question": "1 + 1?", "response": "2"}"#,
        #"{"id": "f.1", "system_prompt": "Be short.", "question": "2 + 2?", "response": "4"}"#,
      ], expected: [["1 + 1?", "2"], ["Be short.\n2 + 2?", "4"]]),
    Shape(
      name: "Flan", records: [#"{"inputs": "Is it?", "targets": "yes", "task": "t"}"#],
      expected: [["Is it?", "yes"]]),
    Shape(
      name: "P3",
      records: [
        #"{"inputs": [3, 4, 1], "inputs_pretokenized": "Ask", "targets": [5, 1], "targets_pretokenized": "\nSay"}"#
      ], expected: [["Ask", "Say"]]),
    Shape(
      name: "Natural Instructions of the Hub",
      records: [
        #"{"task_name": "t", "id": "t-0", "definition": "Is it odd?", "inputs": "7", "targets": "odd"}"#
      ], expected: [["7", "odd"]], promptStyle: .templated, definitions: ["Is it odd?"]),
    Shape(
      name: "prompt and completion", records: [#"{"prompt": "Once", "completion": " upon a time."}"#],
      expected: [["Once", "upon a time."]]),
    Shape(
      name: "prompt and completion", records: [#"{"prompt": "Once", "response": "upon"}"#],
      expected: [["Once", "upon"]]),
    Shape(
      name: "input and output", records: [#"{"input": "2 + 2", "output": 4}"#], expected: [["2 + 2", "4"]],
      promptStyle: .templated),
    Shape(
      name: "question and answer",
      records: [
        #"{"id": 4, "question": "How many?", "answer": 7}"#,
        #"{"question": "Who?", "answer": "Ann", "context": "Ann ran."}"#,
      ],
      expected: [["How many?", "7"], ["Ann ran.\nWho?", "Ann"]], promptStyle: .templated),
    Shape(
      name: "conversations",
      records: [
        #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}"#,
        #"""
        {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello"}, {"role": "user", "content": [{"type": "text", "text": "Bye"}]},
        {"role": "assistant", "content": "Good bye"}, {"role": "user", "content": "?"}]}
        """#.replacing("\n", with: " "),
      ],
      expected: [
        ["Hi", "Hello"], ["Be kind.\nUser: Hi\nAssistant: Hello\nUser: Bye\nAssistant:", "Good bye"],
      ]),
    Shape(
      name: "conversations",
      records: [
        #"{"id": "c", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}"#
      ], expected: [["Hi", "Hello"]]),
  ]

  /// A row of the table of the documentation has a shape here, says of it what is so, and names every field that it has.
  @Test func everyRowOfTheDocumentation_isTested() throws {
    let rows = try DocumentationTable(heading: "layout", "fields").rows
    #expect(Set(rows.map { $0[0] }) == Set(Self.shapes.map(\.name)))
    // Fields that sort examples or name them are part of every layout.
    let common: Set = ["id", "task", "task_name", "category"]
    for row in rows {
      let shapes = Self.shapes.filter { $0.name == row[0] }
      let fields = Set(DocumentationTable.code(in: row[1] + row[3]))
      let keys = try Set(shapes.flatMap(\.records).flatMap(Self.keys)).subtracting(common)
      if row[0] != "P3" { #expect(keys.isSubset(of: fields), "\(row[0])") }
      #expect(
        fields.subtracting(common).isSubset(of: keys.union(["role", "content", "from", "value"])), "\(row[0])"
      )
      #expect(shapes.allSatisfy { ($0.promptStyle == .complete) == (row[4] == "finished") }, "\(row[0])")
      #expect(shapes.allSatisfy { $0.definitions.isEmpty == !row[2].contains("definition") }, "\(row[0])")
    }
    for shape in RecordShape.known {
      let isShown = rows.contains { Set(DocumentationTable.code(in: $0[1])).isSuperset(of: shape.required) }
      #expect(isShown, "\(shape.name) is no row")
    }
  }

  private static func keys(of record: String) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any]
    return try #require(object).keys.map { $0 }
  }

  /// The ways to keep the same records in a file.
  enum Container: String, CaseIterable {
    case lines = "a.jsonl"
    case newlineDelimited = "a.ndjson"
    case linesInJSON = "a.json"
    case array = "b.json"
    case arrayInLines = "b.jsonl"
    case underKey = "c.json"
    case commasAtLineEnds = "c.jsonl"
    case spread = "d.json"
    case returns = "d.jsonl"

    func text(_ records: [String]) -> String {
      switch self {
      case .lines, .newlineDelimited, .linesInJSON: records.joined(separator: "\n") + "\n"
      case .array, .arrayInLines: "[\n" + records.joined(separator: ",\n") + ",\n]\n"
      case .underKey: #"{"version": 1.0, "data": ["# + records.joined(separator: ", ") + "]}"
      case .commasAtLineEnds: records.map { $0 + ",\r\n" }.joined()
      case .spread: records.map { $0.replacing(", \"", with: ",\n \"") }.joined(separator: "\n")
      case .returns: records.joined(separator: "\r")
      }
    }
  }

  @Test(arguments: shapes, Container.allCases)
  func isKnownByItsFields(_ shape: Shape, _ container: Container) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(container.rawValue, container.text(shape.records))
    let task = try #require(try TaskCollection.load(path: path).tasks.first)
    #expect(task.instances.map { [$0.input] + $0.references } == shape.expected)
    #expect(task.promptStyle == shape.promptStyle)
    #expect(task.instances.flatMap(\.definitions) == shape.definitions)
    #expect(task.skipped.isEmpty)
  }

  @Test func aTableWithSuchNamesIsReadByThem() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("qa.csv", "id,question,answer\n1,Who?,Ann\n2,How many?,7\n")
    let task = try #require(try TaskCollection.load(path: path).tasks.first)
    #expect(task.instances.map(\.input) == ["Who?", "How many?"])
    #expect(task.instances.map(\.references) == [["Ann"], ["7"]])
  }

  @Test func aTableWithTabsAndSuchNamesAsWell() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("qa.tsv", "question\tnote\tanswer\nWho?\tx\tAnn\n")
    let task = try #require(try TaskCollection.load(path: path).tasks.first)
    #expect(task.instances.map { [$0.input] + $0.references } == [["Who?", "Ann"]])
    #expect(task.unreadFields == ["note"])
  }

  @Test func whatIsLeftOutOfAnExampleIsKnown() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.jsonl", #"{"instruction": "Translate.", "inputs": "x", "targets": "y", "url": "u", "note": ""}"#)
    let task = try #require(try TaskCollection.load(path: path).tasks.first)
    #expect(task.unreadFields == ["instruction"])
  }

  @Test func numbersNullsAndListsAreTexts() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a.jsonl",
      """
      {"inputs": "Q0", "targets": 7, "id": 0}
      {"inputs": 5, "targets": true, "id": null, "rationale": null}
      {"inputs": "Q2", "targets": [1.50, "x"], "score": NaN}
      {"inputs": "Q3", "targets": []}
      {"inputs": "Q4", "targets": null}
      {"inputs": "Q5", "targets": NaN}
      """)
    let task = try #require(try TaskCollection.load(path: path).tasks.first)
    #expect(task.instances.map(\.input) == ["Q0", "5", "Q2"])
    #expect(task.instances.map(\.references) == [["7"], ["true"], ["1.50", "x"]])
    #expect(task.instances.map(\.id) == ["0", nil, nil])
    #expect(task.skipped.map(\.reason) == [.blankTarget, .blankTarget, .blankTarget])
  }

  @Test func severalListsOfExamplesAreNotGuessed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", #"{"easy": [{"q": "x"}], "hard": [{"q": "x"}]}"#)
    let error = #expect(throws: SourceError.self) { try TaskCollection.load(path: path) }
    #expect(error?.problem == "holds several lists of examples: 'easy', 'hard'")
  }
}
