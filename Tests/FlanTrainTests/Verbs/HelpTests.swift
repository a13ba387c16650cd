import Foundation
import Testing
import TestSupport

/// What a newcomer reads first.
@Suite struct HelpTests {
  static let verbs = [
    "train", "resume", "eval", "generate", "score", "tokenize", "vocabulary", "templates", "tasks", "inspect",
    "cache", "validate", "plan", "report", "compare", "export", "verify", "verify-resume", "study", "grid",
    "devices", "schema",
  ]

  /// A bare call trains nothing; its three lines are commands of the tour, all of which a test runs.
  @Test func bareCall_showsThreeLinesToType_andDoesNothing() throws {
    let folder = try TemporaryFolder()
    let bare = try Command.run([], in: folder.path)
    #expect(bare.status == 64 && bare.errors.isEmpty)
    let help = try Command.run(["--help"], in: folder.path)
    #expect(help.status == 0 && help.errors.isEmpty)
    let tour = try ReadmeTourTests.commands()
    let lines = bare.outputLines.filter { $0.hasPrefix("  flan-train ") }.map { $0.dropFirst(2) }
    #expect(lines.count == 3)
    for line in lines {
      #expect(tour.contains { $0.hasPrefix(line) }, "\(line)")
      #expect(help.outputLines.contains("  \(line)"), "\(line)")
    }
    #expect(bare.outputLines.allSatisfy { $0.count <= 80 })
    #expect(try folder.files().isEmpty)
  }

  /// No verb trains without a recipe.
  @Test(arguments: [["train"], ["train", "--restart"], ["--restart"]])
  func trainingWithoutARecipe_isRefused(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try Command.run(arguments, in: folder.path)
    #expect(result.status == 64 && result.errors.contains("<recipe>"), "\(result.errors)")
    #expect(try folder.files().isEmpty)
  }

  /// On 80 columns no line is broken in the middle of a command, and every verb has examples that can be copied.
  @Test(arguments: verbs)
  func help_fitsEightyColumns_withExamples(_ verb: String) throws {
    let result = try Command.run([verb, "--help"], in: NSTemporaryDirectory())
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(result.status == 0 && result.errors.isEmpty)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    let start = try #require(lines.firstIndex(of: "Examples:"))
    let examples = lines[(start + 2)...].prefix { !$0.isEmpty }
    #expect(examples.count >= 2)
    for example in examples {
      #expect(example.hasPrefix("  ") && example.contains("flan-train \(verb)"), "\(example)")
    }
    #expect(lines.contains { $0.hasPrefix("USAGE: flan-train \(verb)") })
  }

  @Test func helpOfAWordThatIsNoVerb_isRefused() throws {
    let near = try Command.run(["help", "trian"], in: NSTemporaryDirectory())
    #expect(near.status == 64 && near.output.isEmpty)
    #expect(
      near.errors.contains("there is no verb 'trian'") && near.errors.contains("'flan-train help train'"))
    let far = try Command.run(["help", "xyzzy"], in: NSTemporaryDirectory())
    #expect(far.status == 64 && far.errors.contains("Verbs: train, resume, eval"))
  }

  @Test func verbs_areThoseOfTheHelp() throws {
    let result = try Command.run(["--help"], in: NSTemporaryDirectory())
    let start = try #require(result.outputLines.firstIndex(of: "SUBCOMMANDS:"))
    let found = result.outputLines[(start + 1)...].compactMap { line -> String? in
      guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    #expect(found.filter { $0 != "See" } == Self.verbs)
  }
}
