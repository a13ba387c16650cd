import Foundation
import JSON
import Testing

@testable import Recipes

/// Everything that a user can write: verbs, their arguments and options, and the keys of a recipe. `Fixtures/surface.txt` has a
/// line for each, so that what is added or taken away is decided on, and stands in the diff.
@Suite struct SurfaceTests {
  /// The list below the package's root.
  private static let list = "Tests/FlanTrainTests/Fixtures/surface.txt"

  /// The lines of a command and of those below it, as `--experimental-dump-help` tells them.
  private static func lines(of command: JSONField, below path: [String]) throws -> [String] {
    let object = try command.object()
    let words = path + [try object.required("commandName").string()]
    let verb = words.dropFirst().joined(separator: " ")
    let name = verb.isEmpty ? "" : "\(verb) "
    var lines = verb.isEmpty ? [] : ["verb \(verb)"]
    for argument in try object["arguments"]?.array() ?? [] {
      let argument = try argument.object()
      let kind = try argument.required("kind").string()
      let value = try argument["valueName"]?.string() ?? ""
      if kind == "positional" {
        lines.append("argument \(name)<\(value)>")
        continue
      }
      for spelling in try argument.required("names").array() {
        let spelling = try spelling.object()
        let dashes = try spelling.required("kind").string() == "long" ? "--" : "-"
        let word = try dashes + spelling.required("name").string()
        lines.append("option \(name)\(word)" + (kind == "flag" ? "" : " <\(value)>"))
      }
    }
    return try lines
      + (object["subcommands"]?.array() ?? []).flatMap { try Self.lines(of: $0, below: words) }
  }

  /// The program's lines, sorted by their bytes.
  private static func present() throws -> [String] {
    let dump = try Command.run(["--experimental-dump-help"], in: NSTemporaryDirectory())
    let root = try JSONDocument.parse(dump.output.utf8, file: "help").object()
    let commands = try lines(of: root.required("command"), below: [])
    let settings = Recipe.schema.leaves.map { "setting \($0.path)" }
    return Set(commands + settings).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  @Test func surface_isThatOfTheList() throws {
    let present = try Self.present()
    let text = (try? String(contentsOfFile: "\(Command.packageRoot)/\(Self.list)", encoding: .utf8)) ?? ""
    let listed = text.split(separator: "\n").map(String.init)
    if present == listed { return }
    let proposal = "\(NSTemporaryDirectory())/flan-train-surface.txt"
    try (present.joined(separator: "\n") + "\n").write(toFile: proposal, atomically: true, encoding: .utf8)
    let changes = present.difference(from: listed).map { change in
      switch change {
      case .insert(_, let line, _): "+ \(line)"
      case .remove(_, let line, _): "- \(line)"
      }
    }
    Issue.record(
      """
      What users can write is no longer what \(Self.list) says:
      \(changes.joined(separator: "\n"))
      Where that is meant: cp '\(proposal)' \(Self.list)
      """)
  }

  @Test func list_hasEveryKind() throws {
    let present = try Self.present()
    for line in [
      "verb export", "argument export <model>", "option export --precision <precision>", "option --version",
      "option generate -h", "setting optimizer.learningRate", "setting data.tasks[].path",
    ] {
      #expect(present.contains(line), "\(line)")
    }
  }
}
