import Diagnostics
import Foundation
import Testing

@testable import Instructions

@Suite struct TextSourceTests {
  private func tasks(
    _ files: [String: String], _ description: String = #"{"kind": "text"}"#, at name: String? = nil
  ) throws -> [InstructionTask] {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write("books/\(name)", text) }
    let said = try folder.write("said.json", description)
    let path = "\(folder.path)/books" + (name.map { "/\($0)" } ?? "")
    return try TaskCollection.load(path: path, description: SourceDescription(path: said)).tasks
  }

  @Test func aFolderOfFilesIsOneTaskWithADocumentOfEach() throws {
    let tasks = try tasks(["b.txt": "\u{FEFF}Two\r\nlines \n", "a.txt": "\n\n  One.\n", "c.md": "# Three"])
    #expect(tasks.map(\.name) == ["books"])
    #expect(tasks[0].holdsDocuments && tasks[0].cluster == "books")
    #expect(tasks[0].instances.map(\.input) == ["One.", "Two\nlines", "# Three"])
    #expect(tasks[0].instances.map(\.line) == [3, 1, 1])
    #expect(tasks[0].location(ofInstance: 1).file.hasSuffix("b.txt"))
  }

  @Test(arguments: [
    ("file", ["One\n\ntwo.\n \nThree"], [1]), ("paragraph", ["One", "two.", "Three"], [1, 3, 5]),
    ("line", ["One", "two.", "Three"], [1, 3, 5]),
  ])
  func documentsEndWhereTheSourceSays(_ division: String, _ texts: [String], _ lines: [Int]) throws {
    let task = try #require(
      try tasks(
        ["a.txt": "One\n\ntwo.\n \nThree\n"], #"{"kind": "text", "documents": "\#(division)", "name": "n"}"#
      ).first)
    #expect(task.name == "n")
    #expect(task.instances.map(\.input) == texts)
    #expect(task.instances.map(\.line) == lines)
  }

  @Test func paragraphsKeepTheirLines() throws {
    let task = try #require(
      try tasks(["a.txt": "a\nb\n\n\n\nc\nd"], #"{"kind": "text", "documents": "paragraph"}"#, at: "a.txt")
        .first)
    #expect(task.name == "a")
    #expect(task.instances.map(\.input) == ["a\nb", "c\nd"])
  }

  @Test func objectsHoldTextsInAField() throws {
    let lines =
      "{\"text\": \"One\", \"id\": \"x\"}\n{\"text\": \" \"}\n{\"text\": null}\n{\"text\": \"Two\\nlines\"}\n"
    let task = try #require(try tasks(["a.jsonl": lines]).first)
    #expect(task.instances.map(\.input) == ["One", "Two\nlines"])
    #expect(task.instances.map(\.id) == ["x", nil])
    #expect(task.skipped.map(\.reason) == [.blankText, .blankText])
    #expect(task.skipped.map(\.location.line) == [2, 3])
    let named = try tasks(["a.json": #"[{"body": "One"}]"#], #"{"kind": "text", "textField": "body"}"#)
    #expect(named[0].instances.map(\.input) == ["One"])
  }

  @Test func compressedFilesAreRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("t/a.txt.gz", Data("One".utf8).gzipped)
    try folder.write("t/b.jsonl.gz", Data(#"{"text": "Two"}"#.utf8).gzipped)
    var description = SourceDescription()
    description.kind = .text
    let task = try TaskCollection.load(path: "\(folder.path)/t", description: description).tasks[0]
    #expect(task.instances.map(\.input) == ["One", "Two"])
  }

  @Test func blankFilesAreCounted() throws {
    let task = try #require(try tasks(["a.txt": " \n\n", "b.txt": "", "c.txt": "x"]).first)
    #expect(task.skipped.map(\.reason) == [.blankText, .blankText])
    #expect(try TaskCollection([task]).ledger.tasks["books"]?.read == 3)
  }

  @Test(arguments: [
    (["a.txt": " "], #"{"kind": "text"}"#, ["no usable instance", "1 left out"]),
    (
      ["a.jsonl": "{\"text\": \"x\"}\n{\"txt\": \"y\"}"], #"{"kind": "text"}"#,
      ["a.jsonl:2:1", "the key 'text' is missing"]
    ),
    (["a.jsonl": "{\"text\": 3}"], #"{"kind": "text"}"#, ["a.jsonl:1:10: text", "a number"]),
    (
      ["a.txt": "x"], #"{"kind": "text", "definitions": "Read."}"#,
      ["'definitions' means nothing for the kind 'text'", "documents, textField"]
    ),
    (["a.txt": "x"], #"{"kind": "text", "formats": {"few-shot": 1}}"#, ["'formats' means nothing"]),
    (["a.txt": "x"], #"{"kind": "text", "fields": {"input": "q"}}"#, ["'fields' means nothing"]),
    (["a.txt": "x"], #"{"kind": "text", "documents": "page"}"#, ["'page'", "'file', 'paragraph', 'line'"]),
    (
      ["a.csv": "x"], #"{"kind": "csv", "fields": {"input": "x", "output": "x"}, "textField": "x"}"#,
      ["'textField' means nothing for the kind 'csv'"]
    ),
    (["a.txt": "x"], "{}", ["no task files"]),
  ])
  func whatIsWrongIsNamed(_ files: [String: String], _ description: String, _ parts: [String]) {
    let said = message { _ = try tasks(files, description) }
    for part in parts { #expect(said.contains(part), "\(said)") }
  }

  @Test func whatIsNoTextIsNamedByItsLine() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.txt", Data([0x61, 0x0A, 0x62, 0xFF, 0x0A]))
    var description = SourceDescription()
    description.kind = .text
    #expect(message { _ = try TaskCollection.load(path: path, description: description) }.contains("a.txt:2"))
    let null = try folder.write("b.txt", "a\u{0}")
    #expect(message { _ = try TaskCollection.load(path: null, description: description) }.contains("NUL"))
  }

  @Test func documentsAreKeptInAStore() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("books.jsonl", #"{"text": "One two"}"#)
    var description = SourceDescription()
    description.kind = .text
    let cache = InstanceCache(folder: "\(folder.path)/cache", minimumBytes: 0)
    let files = try SourceFiles(path: path, description: description)
    for action in [InstanceCache.Use.Action.built, .reused] {
      let (tasks, use) = try cache.tasks(of: files)
      #expect(use?.action == action && tasks[0].holdsDocuments)
      #expect(tasks[0].instances.map(\.input) == ["One two"])
    }
  }
}
