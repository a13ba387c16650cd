import Foundation
import TestSupport
import Testing

/// A decoder that is trained with its family's turns around prompts: it has them wherever it is asked, and ids are those of them.
@Suite struct TurnTrainingTests {
  private static let system = "<|im_start|>system\\nSay it.<|im_end|>\\n<|im_start|>user\\n"

  /// A world with a tiny decoder whose vocabulary has the tokens of ChatML.
  private static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    try DecoderTrainingTests.writeModel(.llama, vocabularySize: 640, to: "\(world.path)/model")
    let fixtures = "\(Command.packageRoot)/Tests/TokenizationTests/Fixtures/turns/chatml"
    for name in ["tokenizer.json", "tokenizer_config.json"] {
      try FileManager.default.copyItem(atPath: "\(fixtures)/\(name)", toPath: "\(world.path)/model/\(name)")
    }
    try world.startFromModel()
    try world.edit("recipe.json", "{\"vocabulary\": \"bytes\"}", "{}")
    return world
  }

  private static let trained: Result<SmallWorld, any Error> = Result {
    let made = try world()
    let result = try made.run(
      "recipe.json", "model.turns.family=chatml", "train.steps=40", "optimizer.learningRate=0.05",
      "model.dropout=0")
    try #require(result.status == 0, "\(result.errors)")
    return made
  }

  /// The ids of the prompt `red 1` as the program writes them.
  private static func ids(_ world: SmallWorld, _ turns: String) throws -> [Int] {
    let result = try world.run("tokenize", "model", "--turns", turns, input: "red 1\n")
    try #require(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [Int])
  }

  private static let end = 2

  /// The scores of `red` behind a prompt given as text and as ids.
  private static func scores(
    _ world: SmallWorld, _ model: String, _ ids: [Int], _ arguments: String...
  ) throws -> [Double] {
    let target = try world.run("tokenize", "model", input: "red\n").output.trimmingCharacters(
      in: .whitespacesAndNewlines)
    let targets = target.dropLast() + ",\(end)]"
    let lines = [
      #"{"inputs": "red 1", "targets": "red"}"#,
      "{\"input_ids\": \(ids + [end]), \"target_ids\": \(targets)}",
    ]
    let result = try Command.run(
      ["score", model, "--input", "-"] + arguments, in: world.path, input: lines.joined(separator: "\n"))
    try #require(result.status == 0, "\(result.errors)")
    return try result.objects().compactMap { $0["logProbability"] as? Double }
  }

  @Test func aModelHasTheTurnsThatItWasTrainedWith() throws {
    let world = try Self.trained.get()
    let ids = try Self.ids(world, "chatml")
    #expect(ids.first == 1 && ids.count { $0 == 1 } == 2 && ids.count { $0 == Self.end } == 1)
    let learned = try Self.scores(world, "runs/small", ids)
    #expect(learned[0] == learned[1])
    #expect(try learned[0] > Self.scores(world, "model", ids, "--turns", "chatml")[0] + 1)
    // Without its turns it is asked as it was not trained.
    #expect(try Self.scores(world, "runs/small", ids, "--turns", "none")[0] < learned[0])
    #expect(try world.folder.read("runs/small/best/turns.json").contains("<|im_start|>assistant"))
  }

  @Test func answersAreThoseToTheIDs() throws {
    let world = try Self.trained.get()
    let ids = try Self.ids(world, "chatml") + [Self.end]
    let lines = "{\"inputs\": \"red 1\"}\n{\"input_ids\": \(ids)}\n"
    let answers = try world.run(
      "generate", "runs/small", "--json", "--max-tokens", "6", "--input", "-", input: lines)
    let outputs = try answers.objects().map { $0["output_ids"] as? [Int] }
    #expect(answers.status == 0 && outputs[0] != nil && outputs[0] == outputs[1], "\(answers.errors)")
  }

  @Test func evaluationInspectionAndExportHaveThem() throws {
    let (world, out) = (try Self.trained.get(), try TemporaryFolder())
    let summary = try world.run("eval", "runs/small", "--json")
    #expect(summary.status == 0, "\(summary.errors)")
    let samples = try world.run("inspect", "runs/small", "--samples")
    #expect(samples.output.contains("<|im_start|>user"), "\(samples.output)\(samples.errors)")
    let export = try world.run("export", "runs/small", out.file("model"))
    #expect(export.status == 0, "\(export.errors)")
    let ids = try Self.ids(world, "chatml")
    #expect(try Self.scores(world, out.file("model"), ids) == Self.scores(world, "runs/small", ids))
  }

  /// What transformers reads: checkpoints and exports have a template, and the card says how it is used.
  @Test func checkpointsAndExportsHaveAChatTemplate() throws {
    let (world, out) = (try Self.trained.get(), try TemporaryFolder())
    let export = try world.run("export", "runs/small", out.file("model"))
    #expect(export.status == 0 && export.errors.isEmpty, "\(export.errors)")
    let template = try out.read("model/chat_template.jinja")
    #expect(template.contains(#"'<|im_start|>user\n' + message['content']"#))
    #expect(try world.folder.read("runs/small/best/chat_template.jinja") == template)
    #expect(try out.read("model/README.md").contains("tokenizer.apply_chat_template(turns, "))
    let again = try world.run("export", out.file("model"), out.file("again"))
    #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
    #expect(try out.read("again/chat_template.jinja") == template)
  }

  /// A base model's own template writes other turns, so it does not stay beside that of the run's.
  @Test func anotherTemplateIsReplacedAndTold() throws {
    let (world, out) = (try Self.world(), try TemporaryFolder())
    let name = "tokenizer_config.json"
    try world.edit("model/\(name)", "{", "{\"chat_template\": \"{{ messages }}\", ")
    let trained = try world.run("recipe.json", "model.turns.family=chatml")
    try #require(trained.status == 0, "\(trained.errors)")
    #expect(try world.folder.data("runs/small/best/\(name)") == world.folder.data("model/\(name)"))
    let export = try world.run("export", "runs/small", out.file("model"))
    #expect(export.status == 0 && export.errors.contains("\(name):1:"), "\(export.errors)")
    #expect(export.errors.contains("is not that of the turns that the model was trained with"))
    #expect(try !out.read("model/\(name)").contains("chat_template"))
    #expect(
      try out.data("model/chat_template.jinja") == world.folder.data("runs/small/best/chat_template.jinja"))
  }

  /// Where there are no turns, templates are copied like every other part of the tokenizer.
  @Test func withoutTurnsATemplateStays() throws {
    let (world, out) = (try Self.world(), try TemporaryFolder())
    try world.edit("model/tokenizer_config.json", "{", "{\"chat_template\": \"{{ messages }}\", ")
    try world.folder.write("{{ messages[0] }}", to: "model/chat_template.jinja")
    let export = try world.run("export", "model", out.file("model"))
    #expect(export.status == 0 && export.errors.isEmpty, "\(export.errors)")
    for file in ["tokenizer_config.json", "chat_template.jinja"] {
      #expect(try out.data("model/\(file)") == world.folder.data("model/\(file)"))
    }
    #expect(!out.exists("model/turns.json"))
  }

  /// An adapter's folder has the tokenizer's own files, and its turns.
  @Test func anAdapterHasThem() throws {
    let (world, out) = (try Self.world(), try TemporaryFolder())
    let trained = try world.run("recipe.json", "model.turns.family=chatml", "model.adapter.rank=2")
    try #require(trained.status == 0, "\(trained.errors)")
    #expect(
      try world.folder.data("runs/small/best/tokenizer_config.json")
        == world.folder.data("model/tokenizer_config.json"))
    let ids = try Self.ids(world, "chatml")
    let scores = try Self.scores(world, "runs/small", ids)
    #expect(scores[0] == scores[1])
    let export = try world.run("export", "runs/small", out.file("adapter"))
    #expect(export.status == 0, "\(export.errors)")
    for folder in [world.folder.file("runs/small/best"), out.file("adapter")] {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/chat_template.jinja"), "\(folder)")
    }
  }

  @Test func partsOfAFamilyCanBeOthers() throws {
    let world = try Self.world()
    try world.edit(
      "recipe.json", "\"folder\": \"model\"",
      "\"folder\": \"model\", \"turns\": {\"family\": \"chatml\", \"beforePrompt\": \"\(Self.system)\"}")
    let result = try world.run("verify-resume", "recipe.json", "--steps", "3")
    #expect(result.status == 0 && result.output.contains("equal: 3 steps"), "\(result.errors)")
    try world.folder.write(
      "{\"beforePrompt\": \"\(Self.system)\", \"beforeTarget\": \"<|im_end|>\\n\"}", to: "own.json")
    #expect(try Self.ids(world, "own.json").count { $0 == 1 } == 2)
  }

  @Test(
    arguments: [
      (["recipe.json", "model.turns.family=chatlm"], 64, ["model.turns.family", "chatml"]),
      (
        ["recipe.json", "model.turns.beforePrompt=<|im_strat|>"], 64,
        ["no token '<|im_strat|>'", "<|im_start|>"]
      ),
      (["recipe.json", "model.turns.family=llama3"], 64, ["model.turns", "no token '<|start_header_id|>'"]),
      (
        ["recipe.json", "model.turns.family=chatml", "packing.inputLength=12"], 64,
        ["the markers take", "packing.inputLength is 12"]
      ),
      (["generate", "model", "a", "--turns", "chatlm"], 64, ["no turns called 'chatlm'", "chatml"]),
      (["tokenize", "model", "--turns", "llama3"], 64, ["no token '<|start_header_id|>'"]),
      (["tokenize", "model", "--turns", "chatml", "--decode"], 64, ["--turns excludes"]),
    ] as [([String], Int32, [String])])
  func whatCannotBeWrittenIsRefused(_ arguments: [String], _ status: Int32, _ parts: [String]) throws {
    let world = try Self.world()
    let result = try Command.run(arguments, in: world.path)
    #expect(result.status == status && parts.allSatisfy(result.errors.contains), "\(result.errors)")
  }

  @Test func anEncoderDecoderHasNone() throws {
    let world = try SmallWorld()
    let preset = try world.run("recipe.json", "model.turns.beforePrompt=Q:")
    #expect(preset.status == 64 && preset.errors.contains("model.turns"), "\(preset.errors)")
    #expect(try world.run("recipe.json", "train.steps=1").status == 0)
    let asked = try world.run("generate", "runs/small", "a", "--turns", "zephyr")
    #expect(asked.status == 64 && asked.errors.contains("encoder-decoder"), "\(asked.errors)")
    try FileManager.default.moveItem(atPath: "\(world.path)/runs/small/best", toPath: "\(world.path)/model")
    try world.startFromModel()
    let folder = try world.run("recipe.json", "name=other", "model.turns.beforePrompt=Q:")
    #expect(folder.status == 64 && folder.errors.contains("encoder-decoder"), "\(folder.errors)")
  }
}
