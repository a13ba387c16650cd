import Foundation
import JSON
import Testing
import TestSupport

private let hasPython =
  (try? Command(["python3", "--version"], in: "/", executable: "/usr/bin/env").finish())?.status == 0

/// What `Scripts/speedrun` adds to the board of the quick start.
@Suite(.enabled(if: hasPython)) struct SpeedrunTests {
  private static func speedrun(_ world: SmallWorld, _ arguments: String...) throws -> Command.Result {
    let script = "\(Command.packageRoot)/Scripts/speedrun"
    return try Command(
      [script, Command.executable, "board.jsonl"] + arguments, in: world.path, executable: "/usr/bin/env"
    ).finish()
  }

  /// The seconds up to a score are those of steps and evaluations up to the first evaluation that has it.
  @Test func line_tellsTheTimeToFixedScores() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json").status == 0)
    // Scores of a better model: clusters at once, instances at the second of the evaluations.
    let metrics = try world.folder.read("runs/small/metrics.jsonl").split(separator: "\n")
    var evaluations = 0
    let lines = metrics.map { line -> String in
      guard line.contains(#""event":"evaluation""#) else { return String(line) }
      evaluations += 1
      return String(line).replacing(
        #""heldOutInstances/normalized":0,"#,
        with: "\"heldOutInstances/normalized\":\(evaluations > 1 ? 0.5 : 0.1),")
    }
    try world.folder.write(lines.joined(separator: "\n") + "\n", to: "runs/small/metrics.jsonl")
    for count in 1...2 {
      let result = try Self.speedrun(world, "--run", "runs/small")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try world.folder.read("board.jsonl").split(separator: "\n").count == count)
    }
    let entry = try JSONDocument.parse(
      world.folder.read("board.jsonl").split(separator: "\n")[0].utf8, file: "board"
    ).object()
    #expect(try entry.required("threads").integer() == 1)
    let targets = try entry.required("targets").array().map { try $0.object() }
    #expect(
      try targets.map { try $0.required("metric").string() } == [
        "heldOutInstances/normalized", "heldOutClusters/normalized",
      ])
    #expect(try targets.map { try $0.required("step").integer() } == [3, 0])
    let page = try world.run("study", "--page", "All.md", "runs/none", "--board", "board.jsonl")
    #expect(page.status == 64, "a board alone is no page of studies")
  }

  @Test func unfinishedRun_isRefused() throws {
    let world = try SmallWorld()
    let result = try Self.speedrun(world, "--run", "runs/small")
    #expect(result.status == 1 && result.errors.contains("is no finished run"))
    #expect(!world.folder.exists("board.jsonl"))
  }
}
