import Foundation
import Testing

/// The user's mistakes: one message each that says what is wrong, where, and what to do; the right exit code; no file
/// changed, and none made.
@Suite struct BadInputTests {
  /// Every kind of bad input.
  static let all =
    BadRecipes.all + BadData.all + BadSources.all + BadModels.all + BadRuns.all + BadCalls.all + BadVerbs.all

  @Test func table_isLarge_andHasEveryExitCode() {
    #expect(Self.all.count >= 120)
    #expect(Set(Self.all.map(\.testDescription)).count == Self.all.count)
    #expect(Set(Self.all.map(\.status)) == [1, 2, 64, 65, 74])
    let verbs = [
      "inspect", "plan", "report", "compare", "resume", "generate", "score", "tokenize", "validate", "eval",
      "export",
    ]
    for verb in verbs { #expect(Self.all.contains { $0.arguments.first == verb }, "\(verb)") }
  }

  @Test(arguments: all)
  func oneMessage_andNoFileChanged(_ bad: BadInput) throws {
    let world = try SmallWorld()
    try bad.arrange(world)
    let before = try world.folder.files()
    let result = try Command.run(bad.arguments, in: world.path, input: bad.input)
    #expect(result.status == bad.status, "\(result.errors)")
    #expect(result.output.isEmpty)
    // What training has told before is no part of the message.
    let start = result.errors.range(of: "error: ", options: [.backwards, .caseInsensitive])?.lowerBound
    let message = start.map { String(result.errors[$0...]) } ?? ""
    for part in bad.parts { #expect(message.contains(part), "\(result.errors)") }
    #expect(message.split(separator: "\n").count <= 12, "\(message)")
    #expect(!result.errors.contains("Fatal error") && !result.errors.contains(".swift"))
    let after = try world.folder.files()
    for (name, data) in before { #expect(after[name] == data, "\(name) has changed") }
    let made = after.keys.filter { before[$0] == nil && !(bad.leavesRun && $0.hasPrefix("runs/")) }
    #expect(made.isEmpty, "\(made)")
  }
}
