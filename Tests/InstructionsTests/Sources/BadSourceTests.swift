import Foundation
import Testing

@testable import Instructions

/// What can be wrong with files and with what is said of them: a typed error with file and line, and what to do.
@Suite struct BadSourceTests {
  typealias Bad = (name: String, text: String, description: String, parts: [String])
  private static let fields = #""fields": {"input": "q", "output": "a"}"#
  private static let named = "{\(fields)}"

  static let all: [Bad] = [
    ("a.csv", "q,a\nx,\"y\nz,w\n", named, ["a.csv:2", "never closed"]),
    ("a.csv", "q,a\n\"x\"y,z\n", named, ["a.csv:2", "follows a closing quote"]),
    ("a.csv", "q,a\n\"x\ny\",z\nx\n", named, ["a.csv:4", "has 1 columns but must have 2", "q, a"]),
    ("a.csv", "q,b\nx,y\n", named, ["a.csv:2", "no column 'a'", "b"]),
    ("a.csv", "q,q\nx,y\n", named, ["a.csv:1", "two columns are named 'q'"]),
    ("a.csv", "q,a\nx\u{0},y\n", named, ["a.csv:2", "NUL"]),
    ("a.csv", "q,a\n", named, ["a.csv", "no usable instance"]),
    ("a.csv", "q,a\nx, \n", named, ["no usable instance", "1 left out"]),
    ("a.csv", "q,a\nx,y\n", "{}", ["a.csv:1", "'q', 'a'", #"{"input": "q", "output": "a"}"#]),
    ("a.csv", "q,a\nx,y\n", #"{"kind": "csv"}"#, ["a.csv", "which field is the input"]),
    ("a.csv", "q,a\nx,y\n", #"{"delimiter": "ab", \#(fields)}"#, ["'delimiter'", "one ASCII character"]),
    ("a.csv", "q,a\nx,y\n", #"{"fields": {"input": "{q", "output": "a"}}"#, ["fields.input", "{names}"]),
    ("a.csv", "q,a\nx,y\n", #"{"kind": "csv", "split": "train", \#(fields)}"#, ["splits", "splitFile"]),
    ("mmlu.csv", "x,1,2,3,4,A\nx,1,2,3,4,E\n", "{}", ["mmlu.csv:2", "'E'", "letter", "4 options"]),
    ("mmlu.csv", "x,1,2,3,4,A\nx,1,2,3,A\n", "{}", ["mmlu.csv:2", "has 5 columns but must have 6"]),
    ("a.csv", "Ann,1,2,3,4,A\n", "{}", ["a.csv:1", "not surely a question", #"{"kind": "mmlu-csv"}"#]),
    ("a.csv", "q;a\nx;y\n", "{}", [#""delimiter": ";", "fields": {"input": "q", "output": "a"}"#]),
    (
      "a.json", #"{"instruction": ["x", "y"], "output": ["1", "2"]}"#, "{}",
      ["a.json:1", "2 values in each of 'instruction', 'output'", "transpose[]"]
    ),
    ("a.jsonl", "{}", "{}", ["a.jsonl:1:1", "has no keys"]),
    ("a.tsv", "q\ta\n", "{}", ["a.tsv:1", "2 tab-separated columns", #""kind": "tsv""#]),
    (
      "a.jsonl", #"{"title": "x", "summary": "y"}"#, "{}",
      ["a.jsonl:1:1", "'title', 'summary'", "NAME.source.json", #"{"input": "title", "output": "summary"}"#]
    ),
    ("a.jsonl", #"{"q": "x", "b": "y"}"#, named, ["a.jsonl:1:1", "the key 'a' is missing"]),
    (
      "a.jsonl", "{\"q\": \"x\", \"a\": \"y\"}\n{\"q\": \"x\", \"a\": {}}", named,
      ["a.jsonl:2:17: a", "an object"]
    ),
    ("a.jsonl", "{\"q\": \"x\", \"a\": \"y\"}\n{\"q\": \"x\" \"a\"}", named, ["a.jsonl:2:11", "','"]),
    (
      "a.jsonl", #"{"q": "x", "a": "y"}"#, #"{"answerMark": "=>", \#(fields)}"#,
      ["a.jsonl:1:17: a", "'=>' is missing"]
    ),
    (
      "a.jsonl", #"{"q": "x", "a": "2"}"#, #"{"answerForm": "index", "labels": ["n", "y"], \#(fields)}"#,
      ["a.jsonl:1:17: a", "the answer '2'", "2 options"]
    ),
    (
      "a.jsonl",
      "{\"inputs\": \"x\", \"targets\": \"y\", \"id\": \"7\"}\n{\"inputs\": \"x\", \"targets\": \"y\", \"id\": \"7\"}",
      "{}", ["a.jsonl:2:1", "'7' stands here and in line 1"]
    ),
    (
      "a.jsonl", #"{"inputs": "x", "targets": "y", "task_source": "T0"}"#, "{}",
      ["a.jsonl:1:1", "'task_name' is missing"]
    ),
    (
      "a.jsonl", #"{"inputs": "x", "targets": "y", "task_name": "t", "template_type": "xs"}"#, "{}",
      ["template_type", "'zs_opt'"]
    ),
    (
      "a.jsonl", #"{"inputs": "x", "targets": "y"}"#, #"{"header": true}"#,
      ["'header' means nothing for the kind 'jsonl'", "fields"]
    ),
    ("a.json", #"[{"q": "x", "a": "y"}]"#, "{}", ["a.json", "'q', 'a'", #""kind": "json""#]),
    ("a.json", #"{"q": "x", "b": "y"}"#, named, ["a.json:1:1", "the key 'a' is missing"]),
    ("a.json", "[{\"q\": \"x\", \"a\": \"y\"},\n {\"q\": \"x\"", named, ["a.json:2", "truncated"]),
    (
      "a.json", #"{"data": [{"paragraphs": [{"context": "c", "qas": [{"question": "q"}]}]}]}"#, "{}",
      ["data[0].paragraphs[0].qas[0]", "'answers'"]
    ),
    ("a.json", #"{"data": [], "version": "1"}"#, "{}", ["no usable instance"]),
    ("a.json", #"{"data": 5}"#, "{}", ["a.json:1:10: data", "a number"]),
    (
      "a.json",
      "{\"Definition\": \"d\", \"Instances\": [{\"id\": \"i\", \"input\": \"\", \"output\": \"o\"},\n{\"id\": \"i\", \"input\": \"\", \"output\": \"o\"}]}",
      "{}", ["a.json:2:1: Instances[1]", "'i' stands here and in line 1"]
    ),
    ("a.json.gz", "{}", "{}", ["a.json.gz", "is not a gzip file"]),
    ("a.txt", "x", "{}", ["a.txt", "is not a task file"]),
    (
      "a.csv", "q,a,instruction\nx,y,z\n", #"{"definitions": "{instructon}", \#(fields)}"#,
      ["a.csv:2", "'instructon'", "Did you mean 'instruction'?"]
    ),
    (
      "a.jsonl", #"{"q": "x", "a": "y", "instruction": "z"}"#,
      #"{"definitions": "{instructon}", \#(fields)}"#, ["a.jsonl:1", "instructon", "instruction"]
    ),
    ("a.csv", "q,a\nx,y\n", #"{"definitions": "Do {it", \#(fields)}"#, ["a.csv", "definitions", "{{"]),
    (
      "a.json", #"{"Definition": "d", "Instances": []}"#, #"{"definitions": "{instruction}"}"#,
      ["a.json", "{instruction}", "natural-instructions", "{{ and }}"]
    ),
    (
      "a.jsonl", #"{"inputs": "x", "targets": "y"}"#, #"{"definitions": "{instruction}"}"#,
      ["a.jsonl", "{instruction}", "'jsonl'"]
    ),
  ]

  @Test(arguments: all.indices) func badSource_isNamedWithItsPlace(_ index: Int) throws {
    let bad = Self.all[index]
    let text = message { _ = try RecordSourceTests.tasks(bad.name, bad.text, bad.description) }
    for part in bad.parts { #expect(text.contains(part), "\(part) is not in: \(text)") }
  }

  static let descriptions: [(text: String, parts: [String])] = [
    (#"{"feilds": {}}"#, ["unknown key 'feilds'", "'fields'"]),
    (#"{"fields": {"inputs": "q"}}"#, ["fields", "unknown key 'inputs'", "'input'"]),
    (#"{"kind": "excel"}"#, ["kind", "'excel'", "'csv'"]), (#"{"name": " "}"#, ["name", "blank"]),
    (#"{"squadTasks": ["ask"]}"#, ["squadTasks[0]", "'question-generation'"]), ("[]", ["an object"]),
    (#"{"header": "yes"}"#, ["header", "true or false"]),
  ]

  @Test(arguments: descriptions.indices) func badDescription_isRefused(_ index: Int) throws {
    let bad = Self.descriptions[index]
    let folder = try TemporaryFolder()
    try folder.write("a.csv.source.json", bad.text)
    let path = try folder.write("a.csv", "q,a\nx,y\n")
    let text = message { _ = try TaskCollection.load(path: path) }
    #expect(text.contains("a.csv.source.json:1:"))
    for part in bad.parts { #expect(text.contains(part), "\(part) is not in: \(text)") }
  }

  @Test func wrongEncodings_areNamed() throws {
    let folder = try TemporaryFolder()
    for name in ["a.csv", "a.tsv", "a.jsonl", "a.json"] {
      let path = try folder.write(name, Data([0xFF, 0xFE, 0x71, 0x00, 0x2C, 0x00]))
      let text = message { _ = try TaskCollection.load(path: path) }
      #expect(text.contains("\(name):1: is UTF-16 text"), "\(text)")
    }
    let table = try folder.write(
      "b.csv", Data("q,1,2,3,4,A\n".utf8) + Data([0xE9]) + Data(",1,2,3,4,A\n".utf8))
    #expect(message { _ = try TaskCollection.load(path: table) }.contains("b.csv:"))
    let marked = try folder.write("c.jsonl", "\u{FEFF}{\"inputs\": \"x\", \"targets\": \"y\"}\r\n")
    #expect(try TaskCollection.load(path: marked).tasks[0].instances.count == 1)
  }

  @Test func cutGzip_isNamed() throws {
    let folder = try TemporaryFolder()
    let whole = Data(String(repeating: "question\tanswer\trationale\n", count: 100).utf8).gzipped
    let path = try folder.write("a.tsv.gz", whole.prefix(whole.count - 9))
    #expect(
      message { _ = try TaskCollection.load(path: path) }.contains(
        "is cut off after \(whole.count - 9) bytes"))
  }
}
