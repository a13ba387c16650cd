import Foundation
import Testing

@testable import Instructions

@Suite struct TaskSourceTests {
  @Test func readsNaturalInstructions() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "task1_copy.json",
      """
      {"Definition": ["  Copy the text. "], "Categories": ["Copying", "Other"], "Reasoning": [],
       "Positive Examples": [
         {"input": "ab", "output": "ab", "explanation": "the same", "rationale": "a then b"},
         {"input": "x", "output": " "}],
       "Templates": [{"prompt": "{definition} {hint}: {input}", "target": "It is {output}"},
                     {"name": "steps", "format": "zero-shot-cot", "prompt": "{input} Why?"}],
       "Instances": [
         {"id": "i-1", "input": " one ", "output": ["one", "uno", " "], "hint": "h"},
         {"input": "two", "output": " \\n ", "hint": "h"},
         {"input": "three", "output": "three", "rationale": " t ", "hint": "g", "weight": 3}]}
      """)
    let collection = try TaskCollection.load(path: path)
    let task = try collection.task(named: "task1_copy")
    #expect(task.cluster == "Copying")
    #expect(task.definitions == ["Copy the text."])
    #expect(
      task.positiveExamples == [
        WorkedExample(input: "ab", output: "ab", explanation: "the same", rationale: "a then b")
      ])
    #expect(task.templates.map(\.name) == ["own-1", "steps"])
    #expect(
      task.instances == [
        Instance(id: "i-1", input: "one", references: ["one", "uno"], fields: ["hint": "h"], line: 8),
        Instance(input: "three", references: ["three"], rationale: "t", fields: ["hint": "g"], line: 10),
      ])
    #expect(task.skipped.map(\.reason) == [.blankTarget])
    #expect(task.skipped[0].location.description == "\(path):9:4: Instances[1]")
    #expect(collection.ledger.reconciles)
    #expect(collection.ledger.total.read == 3)
  }

  @Test func clusterIsTakenFromOurOwnKeyFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.json",
      #"{"Definition": "", "Cluster": "mine", "Categories": "x","Instances": [{"input": "", "output": "o"}]}"#
    )
    try folder.write("b.json", #"{"Definition": "d", "Instances": [{"input": "", "output": "o"}]}"#)
    try folder.write("notes.txt", "not a task")
    try folder.write(".hidden.json", "{")
    try folder.write("deep/er/cot.tsv", "q\ta\tr\n")
    let collection = try TaskCollection.load(path: folder.path + "/")
    #expect(collection.tasks.map(\.name) == ["a", "b", "cot"])
    #expect(collection.tasks.map(\.cluster) == ["mine", "uncategorized", "chain of thought"])
  }

  @Test func readsJSONLines() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "mixed.jsonl",
      """
      {"inputs": "p", "targets": "t", "task": "first", "rationale": "r"}

      {"inputs": "q", "targets": ["u", "v"], "id": "7"}
      {"inputs": "q", "targets": " "}
      {"input_ids": [5, 6, 1], "target_ids": [7], "task": "ids"}
      """)
    let collection = try TaskCollection.load(path: path)
    #expect(collection.tasks.map(\.name) == ["first", "ids", "mixed"])
    #expect(
      try collection.task(named: "first").instances == [
        Instance(input: "p", references: ["t"], rationale: "r")
      ])
    #expect(
      try collection.task(named: "mixed").instances == [
        Instance(id: "7", input: "q", references: ["u", "v"], line: 3)
      ])
    #expect(
      try collection.task(named: "ids").instances == [
        Instance(input: "", references: [], tokens: TokenPair(inputs: [5, 6], targets: [7]), line: 5)
      ])
    #expect(collection.skipped.map(\.location.line) == [4])
  }

  @Test func readsChainOfThoughtTables() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "creak.tsv", "Is it?\\nA or B\tA\tBecause.\\nSo.\r\nWhy?\tno\t\n\t x\ty\n\nq\t \tr\n")
    let task = try TaskCollection.load(path: path).task(named: "creak")
    #expect(
      task.instances == [
        Instance(input: "Is it?\nA or B", references: ["A"], rationale: "Because.\nSo.", line: 1),
        Instance(input: "Why?", references: ["no"], line: 2),
      ])
    #expect(task.skipped.map(\.reason) == [.blankInput, .blankTarget])
    #expect(task.skipped.map(\.location.line) == [3, 5])
  }

  static func templated(_ templates: String) -> String {
    #"{"Definition": "d", "Templates": \#(templates), "Instances": [{"input": "i", "output": "o"}]}"#
  }

  static let broken: [(name: String, text: String, parts: [String])] = [
    (
      "a.json", #"{"Definition": "d", "Instances": [{"input": "i"}]}"#,
      ["a.json:1:35: Instances[0]", "'output'"]
    ),
    (
      "a.json", "{\"Definition\": \"d\",\n \"Instances\": [{\"input\": 3, \"output\": \"x\"}]}",
      ["a.json:2:26: Instances[0].input", "a number"]
    ),
    ("a.json", #"{"Definitions": "d", "Instances": []}"#, ["'Definition'", "Is 'Definitions' meant"]),
    ("a.json", #"{"Definition": "d", "Instances": []}"#, ["a.json", "no usable instance"]),
    (
      "a.json", #"{"Definition": "d", "Instances": [{"input": "i", "output": " "}]}"#,
      ["no usable instance", "1 left out"]
    ),
    (
      "a.json", #"{"Definition": "d", "Instances": [{"input": "i", "output": []}]}"#,
      ["Instances[0].output", "empty array"]
    ),
    ("a.json", #"{"Definition": "d", "Instances": [{"input": "i""#, ["a.json:1:", "truncated"]),
    (
      "a.json",
      templated(#"[{"prompt": "{inpt}"}]"#),
      ["Templates[0].prompt", "{inpt}", "'input'"]
    ),
    (
      "a.json",
      templated(#"[{"prompt": "{input} {"}]"#),
      ["Templates[0].prompt", "brace"]
    ),
    (
      "a.json",
      templated(#"[{"prompt": "{definition}"}]"#),
      ["Templates[0].prompt", "every question would look the same"]
    ),
    (
      "a.json",
      templated(#"[{"prompt": "{input}", "format": "few"}]"#),
      ["Templates[0].format", "'zero-shot'"]
    ),
    (
      "a.json",
      templated(#"[{"promt": "{input}"}]"#),
      ["'promt'", "'prompt'"]
    ),
    (
      "b.jsonl", "{\"inputs\": \"a\", \"targets\": \"b\"}\n{\"inputs\": \"a\", \"target\": \"b\"}\n",
      ["b.jsonl:2", "'targets'", "Is 'target'"]
    ),
    ("b.jsonl", "{\"inputs\": \"a\", \"targets\": \"b\"}\n{\"inputs\": \"a\", \n", ["b.jsonl:2"]),
    ("b.jsonl", #"{"input_ids": [3, 0], "target_ids": [1]}"#, ["b.jsonl:1:19: input_ids[1]", "from 1"]),
    ("b.jsonl", #"{"input_ids": [3, 99999999999], "target_ids": [1]}"#, ["input_ids[1]"]),
    ("b.jsonl", "\n\n", ["b.jsonl", "no usable instance"]),
    (
      "qed.tsv", "q\ta\tr\nq\ta\n",
      ["qed.tsv:2", "2 tab-separated columns", "question TAB answer TAB rationale"]
    ),
    ("c.tsv", "", ["c.tsv", "no usable instance"]),
    ("d.txt", "x", ["d.txt", "is not a task file", "*.tsv"]),
  ]

  @Test(arguments: broken.indices) func namesPlaceAndCureOfBrokenFiles(_ index: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.broken[index].name, Self.broken[index].text)
    let text = message { _ = try TaskCollection.load(path: path) }
    for part in Self.broken[index].parts { #expect(text.contains(part), "\(part) is not in: \(text)") }
  }

  @Test func wrongEncodingIsNamed() throws {
    let folder = try TemporaryFolder()
    let table = try folder.write("ecqa.tsv", Data("q\ta\tr\n".utf8) + Data([0xE9, 0x09, 0x61, 0x09, 0x62]))
    #expect(
      message { _ = try TaskCollection.load(path: table) }.contains("ecqa.tsv:2: the line is not UTF-8"))
    let object = try folder.write(
      "b.json",
      Data(#"{"Definition": "d", "Instances": [{"input": ""#.utf8) + Data([0xFF])
        + Data(#"", "output": "o"}]}"#.utf8))
    #expect(message { _ = try TaskCollection.load(path: object) }.contains("UTF-8"))
  }

  @Test func foldersAreChecked() throws {
    let folder = try TemporaryFolder()
    #expect(message { _ = try TaskCollection.load(path: folder.path) }.contains("holds no task files"))
    #expect(
      message { _ = try TaskCollection.load(path: folder.path + "/none") }.contains("no such task file"))
    try folder.write("a.json", #"{"Definition": "d", "Instances": [{"input": "", "output": "o"}]}"#)
    try folder.write("a.csv", "Which?,1,2,3,4,A\n")
    #expect(message { _ = try TaskCollection.load(path: folder.path) }.contains("a second task is named 'a'"))
    let collection = try TaskCollection.load(path: folder.path + "/a.json")
    #expect(message { _ = try collection.task(named: "b") }.contains("there is no task 'b'"))
  }
}
