import Foundation
import Testing

/// What happens to a run folder while the real command works on it.
@Suite struct SharedRunCommandTests {
  private static let settings = ["train.steps=100000", "evaluation.every=null", "checkpoint.every=100000"]

  private func start(_ world: SmallWorld, _ more: [String] = []) throws -> Command {
    let command = try Command(["recipe.json"] + Self.settings + more, in: world.path)
    command.wait(for: "step 2/")
    return command
  }

  @Test func aSecondProcess_isRefused_andADeadOneIsNot() throws {
    let world = try SmallWorld()
    let first = try start(world)
    let before = try world.folder.read("runs/small/resolved.json")
    for arguments in [
      ["recipe.json"] + Self.settings, ["recipe.json", "--restart"], ["resume", "runs/small"],
    ] {
      let second = try Command.run(arguments, in: world.path)
      #expect(second.status == 1, "\(second.errors)")
      #expect(second.errors.contains("runs/small: is being written by process "), "\(second.errors)")
      #expect(second.errors.contains(" on ") && second.errors.contains("name="))
    }
    #expect(try world.folder.read("runs/small/resolved.json") == before)
    first.send(SIGKILL)
    #expect(try first.finish().status == -SIGKILL)
    let next = try Command(["resume", "runs/small"], in: world.path)
    next.wait(for: "step 2/")
    next.send(SIGTERM)
    #expect(try next.finish().status == 75)
    #expect(!world.folder.exists("runs/small/LOCK"))
  }

  @Test(arguments: [true, false])
  func aFolderThatVanishes_endsTheRun(_ isRenamed: Bool) throws {
    let world = try SmallWorld()
    let command = try start(world)
    if isRenamed {
      try FileManager.default.moveItem(atPath: "\(world.path)/runs/small", toPath: "\(world.path)/runs/moved")
    } else {
      // The run may be making a file just then.
      while world.folder.exists("runs/small") {
        try? FileManager.default.removeItem(atPath: "\(world.path)/runs/small")
      }
    }
    let result = try command.finish()
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("runs/small: has been removed, renamed or replaced"))
    #expect(!world.folder.exists("runs/small"))
  }

  @Test func saveFile_asksForACheckpoint() throws {
    let world = try SmallWorld()
    let command = try start(world)
    try world.folder.write("", to: "runs/small/SAVE")
    command.wait(for: "the file SAVE asked for the checkpoint of step ")
    #expect(!world.folder.exists("runs/small/SAVE"))
    // That of step 0 is the best of the evaluation before the first step.
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/runs/small/checkpoints")
    #expect(names.contains { $0.hasPrefix("step-") && $0 != "step-00000000" }, "\(names)")
    command.send(SIGTERM)
    #expect(try command.finish().status == 75)
  }

  @Test func outOfPatience_isDone() throws {
    let world = try SmallWorld()
    // No score can gain so much.
    let settings = [
      "recipe.json", "train.steps=60", "evaluation.every=3", "evaluation.patience=2",
      "evaluation.minimumImprovement=1000",
    ]
    let result = try Command.run(settings, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("done early after 6 of 60 steps"))
    #expect(result.outputLines.last == "best model: runs/small/best")
    #expect(try world.folder.read("runs/small/DONE").contains("\"ending\" : \"stoppedEarly\""))
    let again = try Command.run(settings, in: world.path)
    #expect(again.status == 0 && again.output == result.output)
    #expect(again.errors.contains("the run is done already, early, after step 6"))
    let more = try Command.run(
      ["resume", "runs/small", "evaluation.patience=3", "--allow-change", "evaluation.patience"],
      in: world.path)
    #expect(more.status == 0 && more.errors.contains("done early after 9 of 60 steps"), "\(more.errors)")
  }

  @Test func aScoreThatIsReached_endsTheRun() throws {
    let world = try SmallWorld()
    // The loss of bytes that nothing is known of is about 6.
    let settings = ["recipe.json", "train.steps=60", "evaluation.stopAt=100"]
    let result = try Command.run(settings, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("the run ends as soon as heldOutInstances/loss is 100 or better"))
    #expect(result.errors.contains("done after 0 of 60 steps: the score has reached evaluation.stopAt"))
    #expect(try world.folder.read("runs/small/DONE").contains("\"ending\" : \"reachedScore\""))
    let again = try Command.run(settings, in: world.path)
    #expect(again.status == 0 && again.errors.contains("the run is done already, early, after step 0"))
    let plan = try world.run("plan", "recipe.json", "evaluation.stopAt=0.5")
    #expect(
      plan.status == 0
        && plan.errors.contains("is 0.5 or better (evaluation.stopAt), at step 6 at the latest"))
  }
}
