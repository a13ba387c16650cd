import Foundation
import Testing

/// `mpirun -n N flan-train`: the run of one process that computes as many parts.
@Suite(.needsMPI, .serialized) struct MPITrainingTests {
  private static let settings = ["packing.rows=4", "train.steps=8", "evaluation.every=4"]

  /// The bytes of a run's last checkpoint and of its best.
  private static func bytes(_ world: SmallWorld) throws -> [Data] {
    try ["checkpoints/step-00000008", "best"].flatMap { folder in
      try ["model.safetensors", "trainer.h5"].map { try world.folder.data("runs/small/\(folder)/\($0)") }
    }
  }

  private static func alone(parts: Int) throws -> [Data] {
    let world = try SmallWorld()
    let result = try Command.run(
      ["recipe.json", "train.accumulation=\(parts)"] + settings, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    return try bytes(world)
  }

  @Test(arguments: MPILauncher.all, [2, 4])
  func bytesAreThoseOfOneProcess(_ launcher: MPILauncher, _ count: Int) throws {
    let world = try SmallWorld()
    let result = try launcher.run(count, ["recipe.json"] + Self.settings, in: world)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Self.bytes(world) == Self.alone(parts: count))
    // One process speaks.
    #expect(result.outputLines.count { $0.hasPrefix("best model:") } == 1, "\(result.output)")
    #expect(result.errors.contains("\(count) processes share every step: \(count) on "), "\(result.errors)")
    #expect(result.errors.contains("train.accumulation is \(count)"), "\(result.errors)")
    #expect(result.errors.components(separatedBy: "step 8/8").count == 2, "\(result.errors)")
  }

  /// Every process hears of a request to stop that one of them gets; the run goes on alone, and with more processes.
  @Test(arguments: MPILauncher.all)
  func stopped_goesOnWithAnotherNumber(_ launcher: MPILauncher) throws {
    let world = try SmallWorld()
    let arguments = ["recipe.json", "train.accumulation=4"] + Self.settings
    let start = try launcher.start(2, arguments, in: world)
    start.wait(for: "step 2/8")
    kill(try #require(MPILauncher.processes(in: world)[1]), SIGUSR1)
    let stopped = try start.finish()
    #expect(stopped.status == 75, "\(stopped.errors)")
    #expect(stopped.errors.contains("go on with: flan-train resume"), "\(stopped.errors)")
    let resumed = try launcher.run(4, ["resume", "runs/small"], in: world)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Self.bytes(world) == Self.alone(parts: 4))
  }

  /// The launcher ends all when one is killed, and the run goes on from its newest checkpoint.
  @Test(arguments: MPILauncher.all, [0, 1])
  func killed_endsAll_andGoesOn(_ launcher: MPILauncher, _ rank: Int) throws {
    let world = try SmallWorld()
    let start = try launcher.start(2, ["recipe.json"] + Self.settings, in: world)
    start.wait(for: "step 3/8")
    kill(try #require(MPILauncher.processes(in: world)[rank]), SIGKILL)
    #expect(try start.finish().status != 0)
    let resumed = try world.run("resume", "runs/small")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Self.bytes(world) == Self.alone(parts: 2))
  }

  /// A process that does not go on: the other gives up in bounded time, and says who it was.
  @Test(arguments: MPILauncher.all)
  func frozen_isNamed(_ launcher: MPILauncher) throws {
    let world = try SmallWorld()
    setenv("FLAN_TRAIN_PATIENCE", "2", 1)
    defer { unsetenv("FLAN_TRAIN_PATIENCE") }
    let start = try launcher.start(2, ["recipe.json", "train.steps=100000", "packing.rows=4"], in: world)
    start.wait(for: "step 2/")
    let frozen = try #require(MPILauncher.processes(in: world)[1])
    kill(frozen, SIGSTOP)
    let result = try start.finish()
    kill(frozen, SIGKILL)
    #expect(result.status != 0)
    #expect(result.errors.contains("rank 1 on "), "\(result.errors)")
    #expect(result.errors.contains("has not answered for 2 seconds"), "\(result.errors)")
  }

  struct Mistake: Sendable {
    let arguments: [String]
    var apart: [String] = []
    let status: Int32
    let says: String
  }

  static let mistakes = [
    Mistake(arguments: ["recipe.json", "packing.rows=x"], status: 64, says: "packing.rows"),
    Mistake(
      arguments: ["recipe.json", "packing.rows=3"], status: 64, says: "cannot be shared by 2 processes"),
    Mistake(
      arguments: ["recipe.json", "train.accumulation=3"], status: 64, says: "which 2 processes cannot share"),
    Mistake(arguments: ["nothing.json"], status: 64, says: "nothing.json"),
    Mistake(
      arguments: ["recipe.json", "packing.rows=4"], apart: ["seed=4"], status: 65,
      says: "has another recipe than rank 0 on "),
    Mistake(
      arguments: ["recipe.json", "packing.rows=4"], apart: ["data.tasks=[]"], status: 64, says: "rank 1 on "),
    Mistake(arguments: ["plan", "recipe.json"], status: 64, says: "only 'train' and 'resume' share"),
  ]

  /// What is wrong for all is told once; what is wrong in one process names it.
  @Test(arguments: MPILauncher.all, mistakes)
  func mistake(_ launcher: MPILauncher, _ mistake: Mistake) throws {
    let world = try SmallWorld()
    let result = try launcher.run(2, mistake.arguments, in: world, apart: mistake.apart)
    #expect(result.status == mistake.status, "\(result.errors)")
    #expect(result.errors.components(separatedBy: "error: ").count == 2, "\(result.errors)")
    #expect(result.errors.contains(mistake.says), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs/small/resolved.json"))
  }
}
