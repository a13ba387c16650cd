import Foundation
import Testing
import TestSupport

/// `export` of a trained run, on the built command.
@Suite struct ExportCommandTests {
  /// A finished run that no test changes.
  private static let trained: Result<SmallWorld, any Error> = Result {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    return world
  }

  /// Exports to a folder of its own.
  private func export(_ arguments: String...) throws -> (result: Command.Result, folder: TemporaryFolder) {
    let world = try ExportCommandTests.trained.get()
    let folder = try TemporaryFolder()
    let result = try Command.run(
      ["export", "runs/small", "\(folder.path)/out"] + arguments, in: world.path)
    return (result, folder)
  }

  @Test(arguments: ["float32", "bfloat16"])
  func exportedModel_answersAsTheRun(_ precision: String) throws {
    let world = try ExportCommandTests.trained.get()
    let (result, folder) = try export("--precision", precision, "--shard-size", "4kB")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(
      result.output.hasPrefix("\(folder.path)/out: ") && result.output.contains("weights as \(precision), "))
    #expect(folder.exists("out/model.safetensors.index.json") && !folder.exists("out/trainer.h5"))
    for name in ["config.json", "generation_config.json", "tokenizer_config.json", "README.md"] {
      #expect(folder.exists("out/\(name)"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    if precision == "bfloat16" { return }
    let answers = try ["runs/small", "\(folder.path)/out"].map { model in
      try world.run("generate", model, "red 1", "--max-tokens", "5", "--threads", "1").output
    }
    #expect(answers[0] == answers[1])
  }

  @Test func sameBytesEveryTime_andTheCheckpointsWeights() throws {
    let world = try ExportCommandTests.trained.get()
    let (_, first) = try export("--optimizer-state")
    let (_, second) = try export("--optimizer-state")
    #expect(try first.files() == second.files())
    for name in ["model.safetensors", "trainer.h5", "config.json"] {
      #expect(try first.data("out/\(name)") == world.folder.data("runs/small/best/\(name)"))
    }
  }

  @Test func existingFolder_isReplacedOnlyByForce() throws {
    let world = try ExportCommandTests.trained.get()
    let (_, folder) = try export("--precision", "bfloat16")
    let before = try folder.files()
    let path = "\(folder.path)/out"
    let refused = try world.run("export", "runs/small", path)
    #expect(refused.status == 64 && refused.errors.contains("--force"), "\(refused.errors)")
    #expect(try folder.files() == before)
    let forced = try world.run("export", "runs/small", path, "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try folder.data("out/model.safetensors").count > (before["out/model.safetensors"]?.count ?? 0))
  }

  @Test(arguments: [
    (["runs/small", "runs/small"], 64, "is in the way"),
    (["runs/small", "tasks", "--force"], 64, "is no model"),
    (["runs/small", "recipe.json", "--force"], 64, "is in the way"),
    (["runs/small", "runs/small/checkpoints/step-00000006", "--force"], 64, "a run's checkpoint"),
    (["runs/small/best", "runs/small/best", "--force"], 64, "the model itself"),
    (["runs/small", ""], 64, "no name"), (["runs/small", "recipe.json/x"], 65, "must be a folder"),
    (["runs/small", "/proc/x"], 74, "could not create"),
    (["nowhere", "out"], 65, "there is no such"), (["tasks", "out"], 65, "neither a model folder"),
    (["runs/small", "out", "--precision", "bfloat"], 64, "Did you mean 'bfloat16'?"),
    (["runs/small", "out", "--precision", "float16"], 64, "precision"),
    (["runs/small", "out", "--shard-size", "0"], 64, "500MB"),
    (["runs/small", "out", "--shard-size", "99999999999999999999"], 64, "500MB"),
    (["runs/small", "out", "--shard-size=-5"], 64, "500MB"),
  ])
  func mistakes(_ arguments: [String], status: Int, message: String) throws {
    let world = try ExportCommandTests.trained.get()
    let before = try world.folder.files()
    let result = try Command.run(["export"] + arguments, in: world.path)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains(message) && result.output.isEmpty, "\(result.errors)")
    #expect(try world.folder.files() == before)
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/out"))
  }

  @Test func optimizerStateOfAPlainFolder() throws {
    let world = try ExportCommandTests.trained.get()
    let (_, folder) = try export()
    let result = try world.run("export", "\(folder.path)/out", "\(folder.path)/again", "--optimizer-state")
    #expect(result.status == 65 && result.errors.contains("trainer.h5"), "\(result.errors)")
    #expect(!folder.exists("again"))
  }

  @Test func help() throws {
    let result = try Command.run(["export", "--help"], in: NSTemporaryDirectory())
    #expect(
      result.status == 0 && result.output.contains("flan-train export runs/flan-small models/flan-small"))
  }
}
