import Checkpoints
import Foundation
import Models
import Testing

/// Training that starts from a folder by `transformers` (Tests/References/checkpoints.py), on the built command.
@Suite struct ModelFolderTrainingTests {
  static let names = [
    "tied-transformers4", "tied-transformers5", "untied-transformers4", "untied-transformers5",
  ]

  /// A world with the folder as `model`, from which the recipe starts.
  private func world(_ name: String) throws -> SmallWorld {
    let world = try SmallWorld()
    try FileManager.default.copyItem(
      atPath: "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures/trainable/\(name)",
      toPath: "\(world.path)/model")
    try world.startFromModel()
    return world
  }

  /// The bytes of every tensor of a folder of the world, by name.
  private func tensors(_ world: SmallWorld, _ folder: String) throws -> [String: Data] {
    let archive = try WeightsArchive(folder: "\(world.path)/\(folder)")
    return Dictionary(
      uniqueKeysWithValues: try archive.tensors.map { tensor in
        (tensor.name, try archive.file(holding: tensor.name).withBytes(of: tensor.name) { Data($0) })
      })
  }

  /// What a folder says of itself, as JSON.
  private func configuration(_ world: SmallWorld, _ folder: String) throws -> [String: Any] {
    let data = try world.folder.data("\(folder)/config.json")
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The log-probability of the words that the task asks for: "red", "blue", "green".
  private func score(_ world: SmallWorld, _ folder: String) throws -> Double {
    let words = [[117, 104, 103, 1], [101, 111, 120, 104, 1], [106, 117, 104, 104, 113, 1]]
    let lines = words.map { "{\"input_ids\": \($0), \"target_ids\": \($0)}\n" }.joined()
    let result = try world.run("score", folder, "--input", "-", input: lines)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try result.objects().reduce(0) { $0 + ($1["logProbability"] as? Double ?? .nan) }
  }

  @Test(arguments: names)
  func learns_andItsBestIsAFolderOfTheSameKind(_ name: String) throws {
    let world = try world(name)
    let training = try world.run("recipe.json", "train.steps=12")
    #expect(training.status == 0, "\(training.errors)")
    let (before, after) = (try tensors(world, "model"), try tensors(world, "runs/small/best"))
    #expect(before.keys.sorted() == after.keys.sorted() && before.count > 20)
    for (name, data) in before { #expect(after[name] != data && after[name]?.count == data.count, "\(name)") }
    #expect(try score(world, "runs/small/best") > score(world, "model") + 1)
    let made = try world.run("generate", "runs/small/best", "red 1", "--max-tokens", "4", "--json")
    #expect(try made.status == 0 && made.objects().first?["output_ids"] is [Int], "\(made.errors)")
    let opened = try OpenedModel(folder: "\(world.path)/model")
    var expected = try #require(opened.configuration as? T5Configuration)
    expected.dropoutRate = 0.05
    for folder in ["best", "checkpoints/step-00000012"] {
      let file = "\(world.path)/runs/small/\(folder)/config.json"
      #expect(try ModelFamilies.read(file) as? T5Configuration == expected)
    }
    #expect(expected.positionCount == 640 && expected.initializerFactor == 0.5)
  }

  /// UL2's activation, and the one that the first configurations of Flan-T5 name.
  @Test(arguments: [("silu", "gated-silu", FeedForward.gatedSiLU), ("gelu", "gated-gelu", .gatedExactGELU)])
  func otherGates_learnAndStayWhatTheyAre(
    _ activation: String, _ projection: String, _ form: FeedForward
  ) throws {
    let world = try world("untied-transformers4")
    let plain = try score(world, "model")
    try world.edit("model/config.json", "\"gelu_new\"", "\"\(activation)\"")
    try world.edit("model/config.json", "\"gated-gelu\"", "\"\(projection)\"")
    let before = try score(world, "model")
    #expect(abs(before - plain) > 1e-6)
    #expect(try world.run("recipe.json", "train.steps=12").status == 0)
    #expect(try score(world, "runs/small/best") > before + 1)
    #expect(try world.run("export", "runs/small", "out").status == 0)
    let written = try #require(
      try ModelFamilies.read("\(world.path)/out/config.json") as? T5Configuration)
    #expect(written.feedForward == form)
    #expect(try configuration(world, "out")["feed_forward_proj"] as? String == projection)
    #expect(try world.folder.read("out/README.md").contains(form.title))
  }

  /// What the folder says and training does not decide.
  @Test func configurationOfTheFolder_staysThroughTrainingResumeAndExport() throws {
    let world = try world("untied-transformers5")
    try world.edit("model/config.json", "\"model_type\": \"t5\"", "\"model_type\": \"mt5\"")
    try world.edit("model/config.json", "T5ForConditionalGeneration", "MT5ForConditionalGeneration")
    try world.edit(
      "model/config.json", "\"pad_token_id\": 0", "\"pad_token_id\": 3, \"decoder_start_token_id\": 0")
    // The end is what the targets ended with; the tokenizer is the run's.
    try world.edit(
      "model/config.json", "\"eos_token_id\": 1", "\"eos_token_id\": 2, \"tokenizer_class\": \"T5Tokenizer\"")
    try expectSameEndAfterResume(world)
    #expect(try world.run("export", "runs/small", "out").status == 0)
    for folder in ["runs/small/best", SmallWorld.checkpoint(6), "out"] {
      let found = try configuration(world, folder)
      #expect(found["model_type"] as? String == "mt5")
      #expect(found["architectures"] as? [String] == ["MT5ForConditionalGeneration"])
      #expect(found["pad_token_id"] as? Int == 3 && found["eos_token_id"] as? Int == 1)
      #expect(found["decoder_start_token_id"] as? Int == 0 && found["n_positions"] as? Int == 640)
      #expect(found["initializer_factor"] as? Double == 0.5 && found["layer_norm_epsilon"] as? Double == 1e-5)
      #expect(found["relative_attention_num_buckets"] as? Int == 8 && found["tokenizer_class"] == nil)
      #expect(
        found["tie_word_embeddings"] as? Bool == false && found["scale_decoder_outputs"] as? Bool == false)
      let generation = try world.folder.read("\(folder)/generation_config.json")
      #expect(generation.contains("\"pad_token_id\" : 3") && generation.contains("\"eos_token_id\" : 1"))
    }
  }

  /// Version 4 of transformers would scale a head that is tied.
  @Test func tiedAndUnscaled_isWrittenWithItsHead_andGoesOnTied() throws {
    let world = try world("tied-transformers4")
    try world.edit("model/config.json", "\"use_cache\"", "\"scale_decoder_outputs\": false, \"use_cache\"")
    try expectSameEndAfterResume(world)
    #expect(try world.run("export", "runs/small", "out").status == 0)
    for folder in ["runs/small/best", SmallWorld.checkpoint(6), "out"] {
      let found = try configuration(world, folder)
      #expect(
        found["tie_word_embeddings"] as? Bool == false && found["scale_decoder_outputs"] as? Bool == false)
      let weights = try tensors(world, folder)
      #expect(weights["lm_head.weight"] == weights["shared.weight"] && weights["shared.weight"] != nil)
      let opened = try OpenedModel(folder: "\(world.path)/\(folder)")
      let model = try #require(opened.configuration as? T5Configuration)
      #expect(model.tiesEmbeddings && !model.scalesOutputs)
    }
    #expect(try tensors(world, "out") == tensors(world, "runs/small/best"))
  }

  /// Trains to the end, then from the checkpoint before to the end again: the same bytes.
  private func expectSameEndAfterResume(_ world: SmallWorld) throws {
    let training = try world.run("recipe.json")
    #expect(training.status == 0, "\(training.errors)")
    let folders = [SmallWorld.checkpoint(6), "runs/small/best"]
    let files = try folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/\(folder)").map { "\(folder)/\($0)" }
    }
    let straight = try files.map(world.folder.data)
    for name in [SmallWorld.checkpoint(6), "runs/small/DONE"] {
      try FileManager.default.removeItem(atPath: "\(world.path)/\(name)")
    }
    let resumed = try world.run("resume", "runs/small")
    #expect(resumed.status == 0 && resumed.errors.contains("resumed after step 4"), "\(resumed.errors)")
    for (name, data) in zip(files, straight) { #expect(try world.folder.data(name) == data, "\(name)") }
  }
}
