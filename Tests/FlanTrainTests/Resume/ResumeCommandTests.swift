import Foundation
import Testing
import TestSupport
import Training

/// Stops of the real command by real signals: the resumed run ends in the same bytes.
@Suite struct ResumeCommandTests {
  /// Enough steps that a signal finds the run under way.
  private static let settings = [
    "train.steps=300", "evaluation.every=110", "checkpoint.every=7", "logging.every=1",
  ]

  private static let straight: Result<SmallWorld, any Error> = Result {
    let world = try SmallWorld()
    _ = try Command.run(["recipe.json"] + settings, in: world.path)
    return world
  }

  private func expectSameEnd(_ world: SmallWorld) throws {
    let straight = try ResumeCommandTests.straight.get()
    for folder in ["checkpoints/step-00000300", "best"] {
      for name in ["model.safetensors", "trainer.h5", "config.json", "MANIFEST.json"] {
        let path = "runs/small/\(folder)/\(name)"
        #expect(try world.folder.data(path) == straight.folder.data(path), "\(path)")
      }
    }
    #expect(try Self.rows(world) == Self.rows(straight))
    #expect(world.folder.exists("runs/small/DONE"))
    for name in try world.folder.files().keys { #expect(!name.contains(".partial-"), "\(name)") }
  }

  /// `metrics.csv` without the columns of time.
  private static func rows(_ world: SmallWorld) throws -> [String] {
    let lines = try world.folder.read("runs/small/metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let times = lines[0].indices.filter { ["seconds", "tokensPerSecond"].contains(lines[0][$0]) }
    return lines.map { cells in
      cells.indices.filter { !times.contains($0) }.map { cells[$0] }.joined(separator: ",")
    }
  }

  /// The signals and the steps at which they come. What starts the tests may have some ignored, and so has the command
  /// then.
  private static let signals = [
    (SIGTERM, 3), (SIGINT, 40), (SIGTERM, 108), (SIGUSR1, 190), (SIGUSR2, 220), (SIGHUP, 150),
  ].filter { !IgnoredSignal.contains($0.0) }

  @Test(arguments: signals)
  func askedToStop_writesAFullCheckpoint(_ signal: Int32, _ step: Int) throws {
    let world = try SmallWorld()
    let command = try Command(["recipe.json"] + Self.settings, in: world.path)
    command.wait(for: "step \(step)/300")
    command.send(signal)
    let result = try command.finish()
    #expect(result.status == 75, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("go on with: flan-train resume runs/small"))
    #expect(!world.folder.exists("runs/small/DONE"))
    let resumed = try world.run("resume", "runs/small")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("resumed after step "))
    try expectSameEnd(world)
  }

  /// What the parent has had ignored stays ignored, as `nohup` means it.
  @Test func hangUp_underNohup_isNotHeard() throws {
    let world = try SmallWorld()
    let command = try Command(
      ["-c", "trap '' HUP; exec \"$0\" \"$@\"", Command.executable, "recipe.json"] + Self.settings,
      in: world.path, executable: "/bin/sh")
    command.wait(for: "step 40/300")
    command.send(SIGHUP)
    let result = try command.finish()
    #expect(result.status == 0, "\(result.errors)")
    try expectSameEnd(world)
  }

  /// The recipe itself goes on as well, after any number of ends without warning.
  @Test func killed_again_andAgain() throws {
    let world = try SmallWorld()
    for step in [1, 50, 111, 170, 221, 290] {
      let command = try Command(["recipe.json"] + Self.settings, in: world.path)
      command.wait(for: "step \(step)/300")
      command.send(SIGKILL)
      #expect(try command.finish().status == -SIGKILL)
    }
    let result = try Command.run(["recipe.json"] + Self.settings, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    try expectSameEnd(world)
  }

  @Test func twoSignals_stopAtOnce() throws {
    let world = try SmallWorld()
    let command = try Command(["recipe.json", "train.steps=100000", "evaluation.every=null"], in: world.path)
    command.wait(for: "step 2/")
    command.send(SIGSTOP)
    command.send(SIGTERM)
    command.send(SIGINT)
    command.send(SIGCONT)
    let status = try command.finish().status
    // Both may be handled at once or one after the other; the run ends either way.
    #expect([75, 128 + SIGINT, 128 + SIGTERM].contains(status))
  }

  @Test func damagedCheckpoint_isNamed_andTheOneBeforeIsUsed() throws {
    let world = try SmallWorld()
    let first = try world.run("recipe.json")
    let model = try world.folder.data("\(SmallWorld.checkpoint(6))/model.safetensors")
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/DONE")
    try world.damage("\(SmallWorld.checkpoint(6))/model.safetensors")
    let result = try world.run("resume", "runs/small")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: skipped the checkpoint of step 6"))
    #expect(result.errors.contains("step-00000006/model.safetensors"))
    #expect(result.errors.contains("resumed after step 4"))
    #expect(result.output == first.output)
    #expect(try world.folder.data("\(SmallWorld.checkpoint(6))/model.safetensors") == model)
  }

  @Test func resumeFromAnotherFolder() throws {
    let world = try SmallWorld()
    let command = try Command(["recipe.json"] + Self.settings, in: world.path)
    command.wait(for: "step 20/300")
    command.send(SIGTERM)
    #expect(try command.finish().status == 75)
    let elsewhere = try TemporaryFolder()
    let result = try Command.run(["resume", "\(world.path)/runs/small"], in: elsewhere.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try elsewhere.files().isEmpty)
    try expectSameEnd(world)
  }
}
