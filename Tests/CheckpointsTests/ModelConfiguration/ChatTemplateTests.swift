import Foundation
import JSON
import Testing
import TestSupport

@testable import Checkpoints

/// Chat templates of model folders: which there are, and a description without one.
@Suite struct ChatTemplateTests {
  private static let name = "tokenizer_config.json"

  @Test(
    arguments: [
      ("{}", []), (#"{"chat_template": null}"#, []), (#"{"chat_template": "a"}"#, ["a"]),
      (
        #"{"chat_template": [{"name": "default", "template": "a"}, {"name": "tool_use", "template": "b"}]}"#,
        ["a", "b"]
      ),
    ] as [(String, [String])])
  func `templates are found in the description and in a file`(description: String, texts: [String]) throws {
    let folder = try TemporaryFolder()
    #expect(try ModelFolder.chatTemplates(in: folder.path).isEmpty)
    try folder.write(description, to: Self.name)
    #expect(try ModelFolder.chatTemplates(in: folder.path).map(\.text) == texts)
    try folder.write("{{ c }}\n", to: "chat_template.jinja")
    let found = try ModelFolder.chatTemplates(in: folder.path)
    #expect(found.map(\.text) == ["{{ c }}\n"] + texts)
    #expect(found[0].place.file == folder.file("chat_template.jinja"))
  }

  @Test(arguments: [#"{"chat_template": 1}"#, #"{"chat_template": [1]}"#, #"{"chat_template": [{}]}"#, "{"])
  func `what is no template is told with its place`(description: String) throws {
    let folder = try TemporaryFolder([Self.name: description])
    #expect(throws: JSONError.self) { try ModelFolder.chatTemplates(in: folder.path) }
  }

  /// A description, and what stays of it.
  @Test(arguments: [
    (#"{"a": 1}"#, #"{"a": 1}"#), (#"{"chat_template": "x"}"#, "{}"),
    (#"{"chat_template": "x", "a": 1.0}"#, #"{"a": 1.0}"#),
    (#"{"a": 1e30, "chat_template": "}"}"#, #"{"a": 1e30}"#),
    (#"{"a": "é🙂", "chat_template": "\"{,", "b": 2}"#, #"{"a": "é🙂", "b": 2}"#),
    (
      "{\r\n  \"a\": [\"chat_template\"],\r\n  \"chat_template\": [\n{\"name\": \"a\"}]\r\n}\r\n",
      "{\r\n  \"a\": [\"chat_template\"]\r\n}\r\n"
    ),
    ("\u{FEFF}{\"chat_template\": 1, \"a\": 2}", "\u{FEFF}{\"a\": 2}"),
  ])
  func `a template is taken out of a description`(description: String, expected: String) throws {
    let folder = try TemporaryFolder([Self.name: description])
    let kept = try ModelFolder.tokenizerConfiguration(withoutTemplateOf: folder.path)
    #expect(String(decoding: kept, as: UTF8.self).utf8.elementsEqual(expected.utf8))
  }

  /// With turns a folder has their template alone.
  @Test func `turns take the place of templates`() throws {
    let (source, copy) = (try TemporaryFolder(), try TemporaryFolder())
    try source.write(#"{"chat_template": "x", "eos_token": "</s>"}"#, to: Self.name)
    try source.write("x", to: "chat_template.jinja")
    try source.write("{}", to: "turns.json")
    let files = [
      (name: "turns.json", bytes: Data("1".utf8)), (name: "chat_template.jinja", bytes: Data("2".utf8)),
    ]
    let names = try ModelFolder.copyTokenizer(from: source.path, to: copy.path, turnFiles: files)
    #expect(Set(names) == [Self.name, "turns.json", "chat_template.jinja"])
    #expect(try copy.read(Self.name) == #"{"eos_token": "</s>"}"#)
    #expect(try copy.read("turns.json") == "1" && copy.read("chat_template.jinja") == "2")
  }
}
