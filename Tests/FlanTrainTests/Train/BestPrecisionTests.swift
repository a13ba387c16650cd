import Checkpoints
import Foundation
import Testing
import TestSupport

/// `checkpoint.precision`: of `best/` and what is exported of it, never of what a run goes on from.
@Suite struct BestPrecisionTests {
  /// A finished run in float32, `small`, and the same with a best checkpoint in bfloat16, `rounded`, that no test changes.
  private static let trained: Result<SmallWorld, any Error> = Result {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    _ = try world.run("recipe.json", "name=rounded", "checkpoint.precision=bfloat16")
    return world
  }

  private static let weights = "model.safetensors"

  private static func types(_ folder: String) throws -> Set<ElementType> {
    Set(try WeightsArchive(folder: folder).tensors.map(\.elementType))
  }

  /// A run of its own with a rounded best checkpoint.
  private static func roundedWorld() throws -> SmallWorld {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"keepLast\": 2", "\"keepLast\": 2, \"precision\": \"bfloat16\"")
    let result = try world.run("recipe.json")
    try #require(result.status == 0, "\(result.errors)")
    return world
  }

  @Test func newestCheckpoints_areThoseOfAnyRun() throws {
    let world = try Self.trained.get()
    for step in ["step-00000004", "step-00000006"] {
      for name in [Self.weights, "trainer.h5"] {
        #expect(
          try world.folder.data("runs/rounded/checkpoints/\(step)/\(name)")
            == world.folder.data("runs/small/checkpoints/\(step)/\(name)"), "\(step) \(name)")
      }
    }
    #expect(try Self.types("\(world.path)/runs/rounded/checkpoints/step-00000006") == [.float32])
  }

  /// What is rounded is what `export` would have rounded; all else is as in a run without.
  @Test func best_isRoundedAsAnExport() throws {
    let world = try Self.trained.get()
    let folder = try TemporaryFolder()
    let result = try world.run("export", "runs/small", "\(folder.path)/out", "--precision", "bfloat16")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Self.types("\(world.path)/runs/rounded/best") == [.bfloat16])
    #expect(try Self.types("\(world.path)/runs/small/best") == [.float32])
    #expect(try world.folder.data("runs/rounded/best/\(Self.weights)") == folder.data("out/\(Self.weights)"))
    let manifest = try CheckpointManifest.verify("\(world.path)/runs/rounded/best")
    let other = try CheckpointManifest.verify("\(world.path)/runs/small/best")
    #expect(manifest.step == other.step && manifest.files.count == other.files.count)
    for (file, same) in zip(manifest.files, other.files) {
      #expect((file == same) == (file.path != Self.weights) && file.path == same.path, "\(file.path)")
    }
  }

  /// Without `--precision` an export is as the model is.
  @Test(arguments: [
    (["runs/rounded"], ElementType.bfloat16), (["runs/small"], .float32),
    (["runs/rounded/checkpoints/step-00000006"], .float32),
    (["runs/rounded", "--precision", "float32"], .float32),
  ])
  func export_isAsTheModelIs(_ arguments: [String], type: ElementType) throws {
    let world = try Self.trained.get()
    let folder = try TemporaryFolder()
    let result = try Command.run(
      ["export", arguments[0], "\(folder.path)/out"] + arguments.dropFirst(), in: world.path)
    let word = type == .bfloat16 ? "bfloat16" : "float32"
    #expect(result.status == 0 && result.output.contains("weights as \(word), "), "\(result.errors)")
    #expect(try Self.types("\(folder.path)/out") == [type])
    #expect(try folder.read("out/README.md").contains("weights, \(word))"))
    if type == .bfloat16 {
      #expect(
        try folder.data("out/\(Self.weights)") == world.folder.data("runs/rounded/best/\(Self.weights)"))
    }
    let answers = try [arguments[0], "\(folder.path)/out"].map {
      try world.run("generate", $0, "red 1", "--max-tokens", "5", "--threads", "1").output
    }
    #expect(answers[0] == answers[1])
  }

  @Test func damagedBest_isMadeAgainInItsPrecision() throws {
    let world = try Self.roundedWorld()
    let before = try world.folder.data("runs/small/best/\(Self.weights)")
    try world.damage("runs/small/best/\(Self.weights)")
    let result = try world.run("recipe.json")
    #expect(result.status == 0 && result.errors.contains("has been made again from"), "\(result.errors)")
    #expect(try world.folder.data("runs/small/best/\(Self.weights)") == before)
  }

  /// Who puts a rounded copy where the newest checkpoint was would train on with other weights.
  @Test func roundedWeights_areNotGoneOnFrom() throws {
    let world = try Self.roundedWorld()
    let best = "\(world.path)/runs/small/best"
    let step = try CheckpointManifest(reading: best).step
    let manager = FileManager.default
    try manager.removeItem(atPath: "\(world.path)/runs/small/checkpoints")
    try manager.createDirectory(
      atPath: "\(world.path)/runs/small/checkpoints", withIntermediateDirectories: true)
    try manager.copyItem(atPath: best, toPath: "\(world.path)/\(SmallWorld.checkpoint(step))")
    try manager.removeItem(atPath: "\(world.path)/runs/small/DONE")
    let result = try world.run("recipe.json")
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.errors.contains("weights that were rounded to bfloat16, and training goes on in float32"))
    #expect(result.errors.contains("begin a new run whose model.folder is this folder"))
  }

  @Test func otherPrecisions_areRefused() throws {
    let world = try SmallWorld()
    let result = try world.run("validate", "recipe.json", "checkpoint.precision=bfloat")
    #expect(result.status == 64 && result.errors.contains("'bfloat16'"), "\(result.errors)")
  }
}
