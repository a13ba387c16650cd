import Foundation
import Testing

/// Runs that go on with another number of threads than they were started with: the same bytes.
@Suite struct OtherThreadsTests {
  private static let settings = ["train.steps=12", "checkpoint.every=4", "evaluation.every=6"]

  /// The bytes of a run's last checkpoint and of its best.
  private static func weights(_ world: SmallWorld) throws -> [Data] {
    try ["checkpoints/step-00000012", "best"].flatMap { folder in
      try ["model.safetensors", "trainer.h5"].map { try world.folder.data("runs/small/\(folder)/\($0)") }
    }
  }

  @Test func startedOnOneThread_goneOnWithFour_isTheSameRun() throws {
    let straight = try SmallWorld()
    let whole = try Command.run(["recipe.json", "train.threads=2"] + Self.settings, in: straight.path)
    #expect(whole.status == 0, "\(whole.errors)")

    let world = try SmallWorld()
    let start = try Command(["recipe.json", "train.threads=1"] + Self.settings, in: world.path)
    start.wait(for: "step 3/12")
    start.send(SIGTERM)
    #expect(try start.finish().status == 75)
    let resumed = try world.run("resume", "runs/small", "train.threads=4")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("results may differ"), "\(resumed.errors)")
    #expect(try Self.weights(world) == Self.weights(straight))
    let history = try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/small/run.json")) as? [String: Any])
    #expect(history["threads"] as? Int == 4)
  }

  @Test func moreThreadsThanCores_isTold() throws {
    let world = try SmallWorld()
    let result = try world.run("recipe.json", "train.threads=64")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: 64 threads would share "), "\(result.errors)")
  }
}

/// Runs in whose folder somebody has put links in the places of files.
@Suite struct LinkedFilesTests {
  @Test(arguments: ["LOCK", "log.txt", "metrics.jsonl"])
  func whatALinkLeadsToStaysAsItIs(_ name: String) throws {
    let world = try SmallWorld()
    #expect(try world.run("train", "recipe.json", "train.steps=2").status == 0)
    try world.folder.write("precious\n", to: "victim")
    let path = "\(world.path)/runs/small/\(name)"
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(world.path)/victim")
    let result = try world.run("train", "recipe.json", "train.steps=4", "--allow-change", "train.steps")
    #expect(try world.folder.read("victim") == "precious\n")
    if result.status != 0 {
      #expect(result.status == 74)
      #expect(
        result.errors.contains("\(name): is a symbolic link to '\(world.path)/victim'"), "\(result.errors)")
    }
    // A table of metrics that is no file is made anew; a log or a lock is nothing to be guessed at.
    #expect(result.status == 74 || name == "metrics.jsonl")
  }
}
