import Diagnostics
import Foundation
import JSON
import Testing

@testable import Recipes
@testable import Settings

/// Every piece of a recipe in the documentation, read as strictly as a recipe: a setting that is misspelt, or that is no
/// more, fails here.
@Suite struct DocumentedSettingsTests {
  /// A block or a piece of JSON within the text.
  struct Snippet: CustomTestStringConvertible, Sendable {
    let place: String
    let text: String
    var testDescription: String { place }
  }

  static let blocks = DocumentationPage.all.flatMap { page in
    page.blocks.filter { $0.kind == .json }.map { Snippet(place: "\(page.name):\($0.line)", text: $0.text) }
  }

  /// Objects and members within the text; what is no JSON is a way of writing: `{"name", "options"}`.
  static let inline = DocumentationPage.all.flatMap { page in
    page.inline.filter { code in
      (code.text.hasPrefix("{\"") && object(code.text) != nil)
        || (code.text.wholeMatch(of: /"\w+": .+/) != nil && object("{\(code.text)}") != nil)
    }.map { Snippet(place: "\(page.name):\($0.line)", text: $0.text) }
  }

  /// Names with a dot that begin as a setting of a recipe does, with or without a value.
  static let names = DocumentationPage.all.flatMap { page in
    page.inline.compactMap { code -> Snippet? in
      guard let match = code.text.wholeMatch(of: /([A-Za-z]+)\.[A-Za-z0-9_.\[\]-]+(=.*)?/),
        Recipe.schema.settings.contains(where: { $0.key == match.1 && $0.shape.group != nil }),
        !others.contains(code.text)
      else { return nil }
      return Snippet(place: "\(page.name):\(code.line)", text: code.text)
    }
  }

  /// Names that look like settings and are files, or keys of a suite's file.
  private static let others: Set<String> = [
    "model.safetensors", "tokenizer.json", "tokenizer.model", "data.layout", "data.splits", "data.folders",
  ]

  private static let least = """
    {"model": {"preset": "tiny"}, "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "t"}]}}
    """

  /// What is wrong with the least recipe after these settings have been changed.
  private static func problems(_ overrides: [String]) -> String? {
    problems { try Recipe.read(Data(least.utf8), file: "snippet", overrides: overrides) }
  }

  private static func problems(_ body: () throws -> LoadedRecipe) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? any UserError)?.description ?? "\(error)"
    }
  }

  private static func object(_ text: String) -> OrderedJSON? {
    (try? JSONDocument.parse(text.utf8, file: "snippet")).map { OrderedJSON($0.node) }
  }

  private static func keys(_ json: OrderedJSON) -> [String] {
    if case .object(let members) = json { members.map(\.key) } else { [] }
  }

  /// The objects of a text, which may have several, one to a line.
  private static func objects(_ text: String) -> [OrderedJSON] {
    if let whole = object(text) { return [whole] }
    let lines = text.split(separator: "\n").map { object(String($0)) }
    return lines.contains(nil) ? [] : lines.compactMap { $0 }
  }

  @Test func pages_haveSnippets() {
    #expect(Self.blocks.count >= 10 && Self.names.count >= 60 && Self.inline.count >= 5)
  }

  /// A block is a recipe, a part of one by its keys, entries of `data.tasks`, or data that a source reads; what it is,
  /// it says itself, and a block that is nothing of that has no test and may not stand here.
  @Test(arguments: blocks)
  func blocks_areReadStrictly(_ block: Snippet) throws {
    let text = block.text
    if text.hasPrefix("\"") {
      let part = try #require(Self.object("{\(text)}"), "\(block.place) is no JSON")
      guard case .object(let members) = part else { return }
      #expect(Self.problems(members.map { "\($0.key)=\($0.value.compactText)" }) == nil)
      return
    }
    let objects = Self.objects(text)
    try #require(!objects.isEmpty, "\(block.place) is no JSON")
    for object in objects {
      let keys = Set(Self.keys(object))
      if keys.contains("data"), keys.contains("model") || keys.contains("train") {
        #expect(Self.problems { try Recipe.read(Data(text.utf8), file: block.place) } == nil)
      } else if !keys.isDisjoint(with: ["path", "command"]) {
        #expect(Self.problems(["data.tasks=[\(object.compactText)]"]) == nil)
      } else if let kind = DocumentedFiles.Kind(keys: keys) {
        #expect(try DocumentedFiles.problem(with: text, as: kind) == nil)
      } else {
        Issue.record("\(block.place): no test knows what \(keys.sorted()) are")
      }
    }
  }

  /// Within the text a part of a recipe stands without its place: one must be found where it is read.
  @Test(arguments: inline)
  func piecesWithinTheText_areReadSomewhere(_ piece: Snippet) throws {
    let text = piece.text.hasPrefix("{") ? piece.text : "{\(piece.text)}"
    let json = try #require(Self.object(text), "\(piece.place): \(piece.text)")
    var places = [
      [#"data.tasks=[\#(Self.merged(json))]"#], ["data.tasks[0].formats=\(json.compactText)"],
      ["data.tasks[0].fields=\(json.compactText)"], ["evaluation.metrics=\(json.compactText)"],
    ]
    if case .object(let members) = json {
      places.append(members.map { "\($0.key)=\($0.value.compactText)" })
      places += Recipe.schema.settings.filter { $0.shape.group != nil }.map { group in
        members.map { "\(group.key).\($0.key)=\($0.value.compactText)" }
      }
    }
    #expect(
      places.contains { Self.problems($0) == nil }, "\(piece.place): no setting reads \(piece.text)")
  }

  /// An entry of `data.tasks` with these keys.
  private static func merged(_ json: OrderedJSON) -> String {
    guard case .object(let members) = json,
      !members.contains(where: { ["path", "command"].contains($0.key) })
    else {
      return json.compactText
    }
    return OrderedJSON.object([.init("path", .string("t"))] + members).compactText
  }

  @Test(arguments: names)
  func namedSettings_areSettings(_ name: Snippet) throws {
    let parts = name.text.split(separator: "=", maxSplits: 1).map(String.init)
    let path = parts[0].replacing("NAME", with: "a").replacing("[]", with: "[0]")
    let key = try #require(SettingPath(path), "\(name.place): \(name.text)")
    #expect(
      throws: Never.self, "\(name.place)",
      performing: { _ = try Recipe.schema.resolve(key, location: SourceLocation(file: name.place)) })
    if parts.count == 2, parts[1] != "..." {
      // A value may need another setting beside it, but it must be one of the setting's own.
      let problem = Self.problems(["\(path)=\(parts[1])"])
      #expect(problem?.contains("must be") != true, "\(name.place): \(problem ?? "")")
    }
  }
}
