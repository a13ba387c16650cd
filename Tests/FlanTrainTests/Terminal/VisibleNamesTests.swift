import Foundation
import Testing

/// Names with control characters, which reach logs and terminals from files that others have made.
@Suite struct VisibleNamesTests {
  private static let title = "\u{1B}]0;title\u{7}"
  private static let forged = "x\nstep 9/9 | loss 0.000"

  private static func hasControlCharacters(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
  }

  @Test func aRecipesKeysAreShown() throws {
    let world = try SmallWorld()
    let key = "na\\u001b]0;title\\u0007\\u202eme\\nerror: forged"
    try world.edit("recipe.json", "\"seed\": 3,", "\"seed\": 3, \"\(key)\": 1,")
    let result = try world.run("validate", "recipe.json")
    #expect(result.status == 64)
    #expect(result.errors.contains("na\\u{1B}]0;title\\u{7}\\u{202E}me\\nerror: forged"), "\(result.errors)")
    #expect(!Self.hasControlCharacters(result.errors) && !result.errors.contains("\nerror: forged"))
  }

  @Test func aTasksNameForgesNoLine() throws {
    let world = try SmallWorld()
    let name = Self.title + Self.forged.replacingOccurrences(of: "/", with: "\u{2066}")
    try world.folder.write(
      SmallWorld.task(cluster: "colors", words: ["red", "blue"]), to: "tasks/\(name).json")
    let result = try world.run("train", "recipe.json", "train.steps=2")
    #expect(result.status == 0, "\(result.errors)")
    for text in [result.errors, try world.folder.read("runs/small/log.txt"), result.output] {
      #expect(!Self.hasControlCharacters(text))
      #expect(!text.contains("\nstep 9"))
    }
    #expect(result.errors.contains("\\u{1B}]0;title\\u{7}x\\nstep 9\\u{2066}9"))
    // A heading, two steps, and evaluations at the start and at the end.
    #expect(try world.folder.read("runs/small/metrics.csv").split(separator: "\n").count == 1 + 2 + 2)
  }

  /// A terminal is shown them; a pipe is given what there is.
  @Test(.enabled(if: TerminalPane.tmux != nil)) func aTerminalIsShownWhatAPipeIsGiven() throws {
    let world = try SmallWorld()
    let text = "a\u{1B}]0;title\u{7}b\u{202E}c"
    let ids = try world.run("tokenize", "bytes", input: text + "\n").output
    #expect(try world.run("tokenize", "bytes", "--decode", input: ids).output == text + "\n")
    try world.folder.write(ids, to: "ids")
    let pane = try TerminalPane(
      columns: 80, script: "'\(Command.executable)' tokenize bytes --decode ids", in: world.path)
    let (lines, status) = try pane.finish()
    #expect(status == 0 && lines.contains("a\\u{1B}]0;title\\u{7}b\\u{202E}c"), "\(lines)")
  }
}
