import Testing

@testable import Instructions

/// The kinds of files, as the table of Documentation/Sources.md has them.
@Suite struct SourceKindTableTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    let kind: SourceKind
    let name: String
    let text: String
    /// The answer of its first example.
    let answer: String
    /// Whether nobody has to say what the file is.
    var isKnown = true
    var testDescription: String { "\(kind.rawValue), \(name)" }
  }

  static let samples = [
    Sample(
      kind: .naturalInstructions, name: "a.json",
      text: #"{"Definition": ["Say."], "Instances": [{"input": "x", "output": ["y"]}]}"#, answer: "y"),
    Sample(
      kind: .squad, name: "a.json",
      text: #"""
        {"data": [{"title": "t", "paragraphs": [{"context": "Ann ran.", "qas": [
          {"id": "1", "question": "Who?", "answers": [{"text": "Ann", "answer_start": 0}]}]}]}]}
        """#, answer: "Ann"),
    Sample(kind: .jsonLines, name: "a.jsonl", text: #"{"inputs": "x", "targets": "y"}"#, answer: "y"),
    Sample(
      kind: .chat, name: "a.jsonl",
      text: #"{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]}"#,
      answer: "y"),
    Sample(
      kind: .flanCollection, name: "a.jsonl",
      text: #"{"inputs": "x", "targets": "y", "task_name": "t", "task_source": "s"}"#, answer: "y"),
    Sample(
      kind: .gsm8k, name: "a.jsonl", text: #"{"question": "1 + 1?", "answer": "Add.\n#### 2"}"#, answer: "2"),
    Sample(
      kind: .chainOfThoughtTSV, name: "a.tsv", text: "question\tanswer\trationale\nx\ty\tz\n", answer: "y"),
    Sample(kind: .multipleChoiceCSV, name: "a.csv", text: "Which?,p,q,r,s,B\n", answer: "q"),
    Sample(kind: .json, name: "a.json", text: #"[{"q": "x", "a": "y"}]"#, answer: "y", isKnown: false),
    Sample(kind: .csv, name: "a.csv", text: "q,a\nx,y\n", answer: "y", isKnown: false),
    Sample(kind: .tsv, name: "a.tsv", text: "q\ta\nx\ty\n", answer: "y", isKnown: false),
    Sample(kind: .jsonLines, name: "a.jsonl", text: #"{"q": "x", "a": "y"}"#, answer: "y", isKnown: false),
  ]

  @Test func everyRowOfTheDocumentation_isTested() throws {
    let rows = try DocumentationTable(heading: "kind", "files").rows
    let known = rows.filter { !$0[2].hasPrefix("with") }.flatMap { DocumentationTable.code(in: $0[0]) }
    let described = rows.filter { $0[2].hasPrefix("with `fields`") }.flatMap {
      DocumentationTable.code(in: $0[0])
    }
    // Of documents, which have no answer, TextSourceTests has samples.
    let named = rows.filter { $0[2] == "with `kind`" }.flatMap { DocumentationTable.code(in: $0[0]) }
    #expect(named == [SourceKind.text.rawValue])
    #expect(Set(known) == Set(Self.samples.filter(\.isKnown).map(\.kind.rawValue)))
    #expect(Set(described) == Set(Self.samples.filter { !$0.isKnown }.map(\.kind.rawValue)))
    #expect(Set(known + described + named) == Set(SourceKind.allCases.map(\.rawValue)).subtracting(["auto"]))
  }

  @Test(arguments: samples)
  func isReadAsItsKind(_ sample: Sample) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(sample.name, sample.text)
    var description = SourceDescription()
    if !sample.isKnown { (description.fields.input, description.fields.output) = ("q", "a") }
    #expect(try SourceDetector.finding(of: path, description: description).kind == sample.kind)
    let task = try #require(try TaskCollection.load(path: path, description: description).tasks.first)
    #expect(task.instances.first?.references == [sample.answer])
    if !sample.isKnown {
      #expect(throws: SourceError.self) { try TaskCollection.load(path: path) }
    }
  }
}
