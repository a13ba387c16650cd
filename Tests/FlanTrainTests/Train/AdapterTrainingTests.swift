import Checkpoints
import Foundation
import TestSupport
import Testing

/// `model.adapter`: an adapter trained, resumed, asked, exported and merged by the built command.
@Suite struct AdapterTrainingTests {
  private static let base = "untied-transformers4"

  /// A world whose recipe trains an adapter beside the folder `model`.
  private static func world(_ adapter: String = #""rank": 4, "alpha": 16"#) throws -> SmallWorld {
    let world = try SmallWorld()
    try FileManager.default.copyItem(
      atPath: "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures/trainable/\(base)",
      toPath: "\(world.path)/model")
    try world.startFromModel()
    try world.edit("recipe.json", "\"folder\": \"model\"", "\"folder\": \"model\", \"adapter\": {\(adapter)}")
    return world
  }

  private static let trained: Result<SmallWorld, any Error> = Result {
    let world = try AdapterTrainingTests.world()
    let result = try world.run("recipe.json", "train.steps=12", "optimizer.learningRate=0.05")
    try #require(result.status == 0, "\(result.errors)")
    return world
  }

  @Test func checkpointsHoldTheAdapterAlone_andLearn() throws {
    let world = try Self.trained.get()
    for folder in ["best", "checkpoints/step-00000012"].map({ "runs/small/\($0)" }) {
      #expect(
        world.folder.exists("\(folder)/adapter_config.json") && !world.folder.exists("\(folder)/config.json"))
      #expect(
        !world.folder.exists("\(folder)/model.safetensors")
          && world.folder.exists("\(folder)/base_model.json"))
      let archive = try WeightsArchive(file: "\(world.path)/\(folder)/adapter_model.safetensors")
      // q and v of three attentions, A and B of each.
      #expect(archive.tensors.count == 12 && archive.tensors.allSatisfy { $0.name.contains(".lora_") })
      let state = try TrainerStateFile(reading: "\(world.path)/\(folder)/trainer.h5")
      #expect(state.tensors.allSatisfy { $0.name.contains(".lora_") } && !state.tensors.isEmpty)
    }
    #expect(try world.logProbabilityOfWords("runs/small") > world.logProbabilityOfWords("model") + 0.1)
    let page = try world.run("plan", "recipe.json")
    #expect(page.status == 0 && page.output.contains("beside all weights"), "\(page.errors)")
    #expect(page.output.contains("adapter"))
  }

  @Test(arguments: ["adafactor", "adamw"])
  func resumeIsExact(_ optimizer: String) throws {
    let world = try Self.world(#""rank": 2, "targets": ["all-linear"], "dropout": 0.1"#)
    let result = try world.run("verify-resume", "recipe.json", "optimizer.kind=\(optimizer)", "--steps", "4")
    #expect(result.status == 0 && result.output.contains("equal: 4 steps"), "\(result.errors)")
  }

  @Test func takesAdaptersWhereverItTakesModels() throws {
    let world = try Self.trained.get()
    let made = try world.run("generate", "runs/small", "red 1", "--max-tokens", "4", "--json")
    #expect(try made.status == 0 && made.objects().first?["output_ids"] is [Int], "\(made.errors)")
    let summary = try world.run("eval", "runs/small", "--json")
    #expect(summary.status == 0, "\(summary.errors)")
    let rounded = try world.run("generate", "runs/small", "red 1", "--max-tokens", "4", "--weights", "int8")
    #expect(rounded.status == 0, "\(rounded.errors)")
  }

  /// `inspect --adapter`: of a run, of its recipe, of a checkpoint's folder, and of a model without one.
  @Test func inspectTellsOfTheAdapter() throws {
    let world = try Self.trained.get()
    let shown = try world.run("inspect", "runs/small", "--adapter")
    #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    for part in ["small  LoRA beside ", "rank 4, alpha 16 (scale 4)", "layers called", "q  ", "v  ", "all  "]
    {
      #expect(shown.output.contains(part), "\(part) in \(shown.output)")
    }
    let archive = try WeightsArchive(file: "\(world.path)/runs/small/best/adapter_model.safetensors")
    let weights = archive.tensors.reduce(0) { $0 + $1.elementCount }
    let base = try WeightsArchive(folder: "\(world.path)/model").tensors.reduce(0) { $0 + $1.elementCount }
    for source in ["runs/small", "recipe.json", "runs/small/best"] {
      let result = try world.run("inspect", source, "--adapter", "--json")
      #expect(result.status == 0, "\(result.errors)")
      let page = try ReferenceFolder.object(Data(result.output.utf8))
      #expect(
        page["rank"] as? Int == 4 && page["alpha"] as? Double == 16 && page["trained"] as? Int == weights)
      #expect(page["baseWeights"] as? Int == base)
      let share = try #require(page["share"] as? Double)
      #expect(abs(share - Double(weights) / Double(weights + base)) < 1e-12)
      let targets = try #require(page["targets"] as? [[String: Any]])
      #expect(targets.map { $0["name"] as? String } == ["q", "v"])
      #expect(targets.allSatisfy { $0["layers"] as? Int == 3 })
    }
    let frozen = try world.run(
      "inspect", "recipe.json", "train.freeze=[\"*.lora_A.weight\"]", "--adapter", "--json")
    #expect(frozen.status == 0, "\(frozen.errors)")
    let trained = try #require(try ReferenceFolder.object(Data(frozen.output.utf8))["trained"] as? Int)
    #expect(trained > 0 && trained < weights)
    let none = try world.run("inspect", "recipe.json", "model.adapter=null", "--adapter")
    #expect(none.status == 65 && none.errors.contains("model.adapter is null"), "\(none.errors)")
    let stray = try world.run("inspect", "runs/small/best", "seed=2", "--adapter")
    #expect(
      stray.status == 64 && stray.errors.contains("the setting 'seed=2' cannot change"), "\(stray.errors)")
  }

  @Test func exportsTheAdapter_orTheWholeModel() throws {
    let world = try Self.trained.get()
    let own = try world.logProbabilityOfWords("runs/small")
    let out = try TemporaryFolder()
    let adapter = try world.run("export", "runs/small", out.file("adapter"))
    #expect(adapter.status == 0 && out.exists("adapter/adapter_model.safetensors"), "\(adapter.errors)")
    #expect(abs(try world.logProbabilityOfWords(out.file("adapter")) - own) < 1e-9)
    #expect(try out.read("adapter/README.md").contains("PeftModel.from_pretrained"))
    #expect(try out.read("adapter/README.md").contains("library_name: peft"))
    let whole = try world.run("export", "runs/small", out.file("whole"), "--merge")
    #expect(whole.status == 0 && !out.exists("whole/adapter_config.json"), "\(whole.errors)")
    #expect(abs(try world.logProbabilityOfWords(out.file("whole")) - own) < 1e-3)
    #expect(try world.logProbabilityOfWords(out.file("whole")) != world.logProbabilityOfWords("model"))
    let twice = try world.run("export", out.file("whole"), out.file("twice"), "--merge")
    #expect(twice.status == 64 && twice.errors.contains("no adapter to be merged"), "\(twice.errors)")
    // Training goes on from whole models alone.
    let next = try world.run("recipe.json", "model.folder=runs/small", "name=next")
    #expect(next.status == 64 && next.errors.contains("export --merge"), "\(next.errors)")
  }

  @Test func anotherBaseModel_isRefused() throws {
    let world = try Self.world()
    #expect(try world.run("recipe.json", "train.steps=2").status == 0)
    try world.edit("model/config.json", "\"layer_norm_epsilon\": 1e-05", "\"layer_norm_epsilon\": 1e-04")
    let changed = try world.run("generate", "runs/small", "red 1")
    #expect(changed.status == 65 && changed.errors.contains("its weights have changed"), "\(changed.errors)")
    try FileManager.default.removeItem(atPath: "\(world.path)/model")
    let missing = try world.run("generate", "runs/small", "red 1")
    #expect(missing.status == 65 && missing.errors.contains("base_model_name_or_path"), "\(missing.errors)")
  }

  /// What a recipe's `model.adapter` or `train` says, and what is said of it.
  private static let wrong: [(adapter: String, override: String?, says: [String])] = [
    (#""rank": 9"#, nil, ["model.adapter.rank", "8 x 8", "Lower it to 8"]),
    (#""targets": ["qq"]"#, nil, ["model.adapter.targets[0]", "'qq'", "q"]),
    (#""targets": ["q", "encoder.*.nothing"]"#, nil, ["model.adapter.targets[1]", "no linear layer"]),
    (#""targets": ["lm_head"]"#, nil, ["'lm_head'", "wi_0"]),
    (#""ranks": 4"#, nil, ["ranks", "model.adapter.rank"]),
    (#""rank": 0"#, nil, ["model.adapter.rank", "at least 1"]),
    (#""rank": 4"#, #"train.freeze=["*.lora_?.weight"]"#, ["leaves no parameter to train"]),
    (#""rank": 4"#, #"train.only=["shared.weight"]"#, ["no parameter of the adapter"]),
    (
      #""rank": 4"#, "model={\"preset\": \"tiny\", \"adapter\": {\"rank\": 4}}",
      ["model.adapter", "model.folder is null"]
    ),
  ]

  @Test(arguments: wrong)
  func contradictions_areNamed(_ row: (adapter: String, override: String?, says: [String])) throws {
    let world = try Self.world(row.adapter)
    let result = try Command.run(["plan", "recipe.json"] + (row.override.map { [$0] } ?? []), in: world.path)
    #expect(result.status == 64, "\(result.errors)")
    for word in row.says { #expect(result.errors.contains(word), "\(result.errors)") }
  }

  @Test func overridesReachIntoTheAdapter() throws {
    let world = try Self.world()
    let result = try world.run(
      "validate", "recipe.json", "model.adapter.rank=2", "model.adapter.targets=[\"o\"]")
    #expect(result.status == 0 && result.output.contains("adapter.rank"), "\(result.errors)")
  }
}
