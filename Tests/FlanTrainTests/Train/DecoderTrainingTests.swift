import Checkpoints
import Foundation
import Models
import TestSupport
import Testing

/// A decoder-only model in the place of a T5: trained, resumed, asked, scored and exported by the built command.
@Suite struct DecoderTrainingTests {
  /// Writes the folder of a tiny model with random weights.
  static func writeModel(
    _ architecture: DecoderConfiguration.Architecture, vocabularySize: Int = 384, to folder: String
  ) throws {
    var configuration = DecoderConfiguration(
      architecture, modelDimension: 16, headDimension: 8, heads: architecture == .gptNeoX ? 2 : 4,
      keyHeads: 2, layers: 2, feedForwardDimension: 24, vocabularySize: vocabularySize,
      tiesEmbeddings: architecture == .llama, endTokenID: 1)
    configuration.initializerRange = 0.3
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try configuration.json().write(to: URL(fileURLWithPath: "\(folder)/config.json"))
    let tensors = Decoder(configuration).parameters.map { parameter in
      var values = [Float](repeating: 0, count: parameter.shape.count)
      values.withUnsafeMutableBufferPointer { parameter.initializer.fill($0, seed: 5, name: parameter.name) }
      return NamedTensor(parameter.name, shape: parameter.shape.dimensions, values: values)
    }
    try SafetensorsWriter().write(tensors, toFolder: folder)
  }

  private static func world(_ architecture: DecoderConfiguration.Architecture) throws -> SmallWorld {
    let world = try SmallWorld()
    try writeModel(architecture, to: "\(world.path)/model")
    try world.startFromModel()
    return world
  }

  private static let trained: Result<SmallWorld, any Error> = Result {
    let made = try world(.llama)
    let result = try made.run(
      "recipe.json", "train.steps=40", "optimizer.learningRate=0.05", "model.dropout=0")
    try #require(result.status == 0, "\(result.errors)")
    return made
  }

  @Test func learns() throws {
    let world = try Self.trained.get()
    #expect(try world.logProbabilityOfWords("runs/small") > world.logProbabilityOfWords("model") + 1)
  }

  /// A decoder from fresh weights: no folder, no encoder; what is exported is taken where folders are.
  @Test(arguments: [("palm-tiny", "CohereForCausalLM"), ("llama-tiny", "LlamaForCausalLM")])
  func presetsLearnFromNothing(_ preset: String, _ loadingClass: String) throws {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"tiny\"", "\"\(preset)\"")
    try world.edit("recipe.json", "\"encoderLayers\": 1, ", "")
    for steps in ["6", "40"] {
      let result = try world.run(
        "recipe.json", "name=run\(steps)", "train.steps=\(steps)", "optimizer.learningRate=0.05",
        "evaluation.every=40")
      try #require(result.status == 0, "\(result.errors)")
    }
    let (first, last) = (
      try world.logProbabilityOfWords("runs/run6"), try world.logProbabilityOfWords("runs/run40")
    )
    #expect(last > first + 1)
    let export = try world.run("export", "runs/run40", "model")
    #expect(export.status == 0, "\(export.errors)")
    #expect(try world.logProbabilityOfWords("model") == last)
    #expect(try world.folder.read("model/config.json").contains(loadingClass))
    #expect(try world.run("resume", "runs/run40").status == 0)
  }

  /// Prompts that are seen whole are so wherever the model is asked; a loss on all tokens is trained on.
  @Test(arguments: ["model.prefix=true", "loss.tokens=all"])
  func promptsAreReadAsTheRecipeSays(_ setting: String) throws {
    let world = try Self.world(.llama)
    let result = try world.run(
      "recipe.json", "train.steps=40", "optimizer.learningRate=0.05", "model.dropout=0", setting)
    try #require(result.status == 0, "\(result.errors)")
    #expect(try world.logProbabilityOfWords("runs/small") > world.logProbabilityOfWords("model") + 1)
    let configuration = try world.folder.read("runs/small/best/config.json")
    #expect(configuration.contains("prefix_lm") == setting.hasPrefix("model.prefix"))
    let resumed = try world.run("verify-resume", "recipe.json", setting, "--steps", "3")
    #expect(resumed.status == 0 && resumed.output.contains("equal: 3 steps"), "\(resumed.errors)")
  }

  @Test(arguments: DecoderConfiguration.Architecture.allCases)
  func resumeIsExact(_ architecture: DecoderConfiguration.Architecture) throws {
    let world = try Self.world(architecture)
    let result = try world.run("verify-resume", "recipe.json", "train.accumulation=3", "--steps", "4")
    #expect(result.status == 0 && result.output.contains("equal: 4 steps"), "\(result.errors)")
  }

  @Test func isTakenWhereverModelsAre() throws {
    let world = try Self.trained.get()
    let greedy = try world.run("generate", "runs/small", "red 1", "--max-tokens", "4", "--json")
    #expect(try greedy.status == 0 && greedy.objects().first?["output_ids"] is [Int], "\(greedy.errors)")
    let beams = try world.run(
      "generate", "runs/small", "red 1", "--max-tokens", "4", "--beams", "3", "--json")
    #expect(beams.status == 0, "\(beams.errors)")
    let rounded = try world.run("generate", "runs/small", "red 1", "--max-tokens", "4", "--weights", "int8")
    #expect(rounded.status == 0, "\(rounded.errors)")
    let summary = try world.run("eval", "runs/small", "--json")
    #expect(summary.status == 0, "\(summary.errors)")
    let page = try world.run("plan", "recipe.json")
    #expect(page.status == 0 && page.output.contains("decoder"), "\(page.errors)")
  }

  /// Joined rows, decoding step by step and padding are one and the same function.
  @Test func scoresDoNotDependOnWhoElseIsAsked() throws {
    let world = try Self.trained.get()
    let lines = (1...7).map { "{\"input\": \"red \($0)\", \"target\": \"red\"}\n" }
    let all = try world.run("score", "runs/small", "--input", "-", input: lines.joined()).outputLines
    for (line, expected) in zip(lines, all) {
      #expect(try world.run("score", "runs/small", "--input", "-", input: line).outputLines == [expected])
    }
  }

  @Test func anExportIsTheSameModel() throws {
    let (world, out) = (try Self.trained.get(), try TemporaryFolder())
    let result = try world.run("export", "runs/small", out.file("model"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(try world.logProbabilityOfWords(out.file("model")) == world.logProbabilityOfWords("runs/small"))
    let configuration = try out.read("model/config.json")
    #expect(
      configuration.contains("LlamaForCausalLM") && configuration.contains("\"tie_word_embeddings\": true"))
    #expect(try !out.read("model/generation_config.json").contains("decoder_start_token_id"))
    #expect(try out.read("model/README.md").contains("decoder-only"))
  }

  /// Whatever the vocabulary, answers end at each id that `generation_config.json` lists; one without a word is told.
  @Test func answersEndWhereTheFolderSays() throws {
    let world = try Self.world(.llama)
    try world.folder.write(
      "{\"tokenizer_class\": \"ByT5Tokenizer\"}", to: "model/tokenizer_config.json")
    func answer(_ arguments: String...) throws -> Command.Result {
      try Command.run(["generate", "model", "red 1", "--max-tokens", "4"] + arguments, in: world.path)
    }
    let before = try #require(answer("--json").objects().first?["output_ids"] as? [Int])
    #expect(before.count > 1)
    let ends = "{\"eos_token_id\": [1, \(before[0])]}"
    try world.folder.write(ends, to: "model/generation_config.json")
    let empty = try answer()
    #expect(empty.output == "\n" && empty.errors.contains("the answer is empty: the model ended at once"))
    let lines = try world.run("generate", "model", "--max-tokens", "4", input: "red 1\nred 1\n")
    #expect(lines.output == "\n\n" && lines.errors.contains("2 of 2 answers are empty"))
    #expect(try answer("--json").objects().first?["output_ids"] as? [Int] == [])
    let forced = try answer("--min-tokens", "1", "--json")
    #expect(try forced.objects().first?["output_ids"] as? [Int] != [] && forced.errors.isEmpty)
    let trained = try world.run("recipe.json", "train.steps=2", "evaluation.every=null")
    #expect(trained.status == 0, "\(trained.errors)")
    let kept = try world.folder.read("runs/small/checkpoints/step-00000002/generation_config.json")
    #expect(kept.contains("\(before[0])"))
  }

  @Test func adaptersWorkOnIt() throws {
    let world = try Self.world(.qwen2)
    try world.edit(
      "recipe.json", "\"folder\": \"model\"", "\"folder\": \"model\", \"adapter\": {\"rank\": 4}")
    let result = try world.run("recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    let archive = try WeightsArchive(file: "\(world.path)/runs/small/best/adapter_model.safetensors")
    let configuration = try world.folder.read("runs/small/best/adapter_config.json")
    #expect(configuration.contains("CAUSAL_LM"))
    #expect(archive.tensors.count == 8 && archive.tensors.allSatisfy { $0.name.contains("_proj.lora_") })
  }
}
