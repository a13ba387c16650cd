import Foundation
import Testing

/// The verbs that look at a trained model.
@Suite struct VerbTests {
  /// A finished run that no test changes.
  static let trained: Result<(world: SmallWorld, output: String), any Error> = Result {
    let world = try SmallWorld()
    return (world, try world.run("recipe.json").output)
  }

  @Test(arguments: ["runs/small", "runs/small/best", "runs/small/checkpoints/step-00000006"])
  func eval_givesTheScoresOfTraining(_ model: String) throws {
    let (world, output) = try VerbTests.trained.get()
    let result = try world.run("eval", model)
    #expect(result.status == 0, "\(result.errors)")
    // The run's own output ends in a line about the best model.
    let table = output.components(separatedBy: "\nbest model:")[0]
    #expect(result.output.trimmingCharacters(in: .newlines) == table.trimmingCharacters(in: .newlines))
    #expect(result.errors.isEmpty)
  }

  @Test func eval_asJSON_isTheSummaryOfTraining() throws {
    let (world, _) = try VerbTests.trained.get()
    let result = try world.run("eval", "runs/small", "--json")
    let made = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary
    let old =
      try JSONSerialization.jsonObject(
        with: world.folder.data("runs/small/eval/step-00000006/summary.json")) as? NSDictionary
    #expect(made?["groups"] as? NSArray == old?["groups"] as? NSArray)
    #expect(made?["step"] as? Int == 6)
    #expect(made?["cutAnswers"] as? Int == old?["cutAnswers"] as? Int)
  }

  @Test func eval_withARecipe_andOverrides() throws {
    let (world, _) = try VerbTests.trained.get()
    let result = try world.run(
      "eval", "runs/small/best", "data.heldOutClusters=[]", "--recipe", "recipe.json", "--by-task")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("held-out instances") && !result.output.contains("held-out clusters"))
    #expect(result.output.contains("colors") && result.output.contains("sizes"))
  }

  @Test func tokenize_bothWays() throws {
    let (world, _) = try VerbTests.trained.get()
    let texts = ["red 1", "", "Zürich – 東京"]
    for vocabulary in ["bytes", "\(Command.packageRoot)/Data/Vocabulary/spiece.model"] {
      let ids = try world.run("tokenize", vocabulary, input: "red 1\nblue\n")
      #expect(ids.status == 0 && ids.outputLines.count == 2, "\(ids.errors)")
      let back = try world.run("tokenize", vocabulary, "--decode", input: ids.output)
      #expect(back.output == "red 1\nblue\n")
    }
    let ids = try world.run("tokenize", "bytes", input: texts.joined(separator: "\n") + "\n")
    #expect(ids.output.hasPrefix("[117,104,103,35,52]\n[]\n"))
    #expect(
      try world.run("tokenize", "bytes", "--decode", input: ids.output).output == texts.joined(
        separator: "\n") + "\n")
    let spiece = "\(Command.packageRoot)/Data/Vocabulary"
    let pieces = try world.run("tokenize", "\(spiece)/spiece.model", "--pieces", input: "red tree\n")
    let list = try JSONSerialization.jsonObject(with: Data(pieces.output.utf8)) as? [String]
    #expect(list?.joined() == "▁red▁tree")
    #expect(try world.run("tokenize", spiece, "--pieces", input: "red tree\n").output == pieces.output)
  }

  /// The vocabulary of a run is that of its best model, bytes included.
  @Test func tokenize_ofARun() throws {
    let (world, _) = try VerbTests.trained.get()
    for path in ["runs/small", "runs/small/best"] {
      let result = try world.run("tokenize", path, input: "red\n")
      #expect(result.output == "[117,104,103]\n", "\(result.errors)")
    }
  }

  @Test func validate_writesNothing() throws {
    let world = try SmallWorld()
    let before = try world.folder.files()
    let result = try world.run("validate", "recipe.json", "train.steps=9")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("weights") && result.output.contains("9 steps"))
    #expect(result.outputLines.last == "recipe.json is valid")
    #expect(try world.folder.files() == before)
  }

  @Test(arguments: ["small", "base", "large", "xl", "xxl"])
  func validate_paperRecipes(_ size: String) throws {
    let result = try Command.run(
      ["validate", "recipes/paper/flan-t5-\(size).json", "--recipe-only"], in: Command.packageRoot)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("2048") && result.outputLines.last?.hasSuffix("is valid") == true)
    // With its files, the recipe says which are missing.
    let whole = try Command.run(["validate", "recipes/paper/flan-t5-\(size).json"], in: Command.packageRoot)
    #expect(whole.status == 65 && whole.errors.contains("models/t5-\(size)-lm-adapt"))
  }

  /// PaLM's shapes are planned from nothing but a vocabulary and tasks, whatever the machine has room for.
  @Test func paperDecoders_areValidAndPlanned() throws {
    for size in ["8b", "62b", "540b"] {
      let result = try Command.run(
        ["validate", "recipes/paper/flan-palm-\(size).json", "--recipe-only"], in: Command.packageRoot)
      #expect(
        result.status == 0 && result.outputLines.last?.hasSuffix("is valid") == true, "\(result.errors)")
    }
    let world = try SmallWorld()
    let plan = try world.run(
      "plan", "\(Command.packageRoot)/Recipes/paper/flan-palm-8b.json", "tokenizer.vocabulary=bytes",
      "data.tasks=[{\"path\": \"tasks\"}]", "data.mixture.preset=null", "packing.rows=1", "train.steps=1",
      "data.templates=\(Command.packageRoot)/Data/Templates", "evaluation.every=null")
    #expect(plan.status == 0, "\(plan.errors)")
    for part in ["8,632,012,800", "6 x weights x token places", "as PaLM was", "34.5 GB"] {
      #expect(plan.output.contains(part), "\(part) in\n\(plan.output)")
    }
  }

  @Test(arguments: ["flan-small", "flan-small-decoder", "flan-smoke"])
  func validate_shippedRecipes(_ name: String) throws {
    let result = try Command.run(["validate", "recipes/\(name).json"], in: Command.packageRoot)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("total"))
  }

  @Test func schema_isJSON() throws {
    let result = try Command.run(["schema"], in: NSTemporaryDirectory())
    let schema = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect((schema?["properties"] as? [String: Any])?["optimizer"] != nil)
  }

  @Test func report_writesThePageAnew() throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let page = try world.folder.data("runs/small/report.html")
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/report.html")
    let result = try world.run("report", "runs/small")
    #expect(result.status == 0 && result.output == "runs/small/report.html\n")
    #expect(try world.folder.data("runs/small/report.html") == page)
    #expect(try world.run("report", "runs/small", "--output", "page.html").status == 0)
    #expect(try world.folder.data("page.html") == page)
  }

  /// What `transformers` needs to load the folder.
  @Test func checkpoint_isAModelFolder() throws {
    let (world, _) = try VerbTests.trained.get()
    let data = try world.folder.data("runs/small/best/config.json")
    let config = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(config["model_type"] as? String == "t5" && config["d_model"] as? Int == 16)
    #expect((config["architectures"] as? [String]) == ["T5ForConditionalGeneration"])
    #expect(config["vocab_size"] as? Int == 384)
    #expect(try world.folder.read("runs/small/best/tokenizer_config.json").contains("ByT5Tokenizer"))
    for name in ["generation_config.json", "special_tokens_map.json", "MANIFEST.json"] {
      let text = try world.folder.data("runs/small/best/\(name)")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: text) }
    }
  }

  /// What results depend on besides the recipe, for whoever reports a difference.
  @Test func version_namesTheKernels() throws {
    let lines = try Command.run(["--version"], in: NSTemporaryDirectory()).output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].wholeMatch(of: /flan-train \d+\.\d+\.\d+/) != nil, "\(lines)")
    #expect(lines[1].wholeMatch(of: /kernels for (x86-64(-v[234])?|armv8-a), native/) != nil, "\(lines)")
    #expect(lines[2].hasPrefix("matrix products by "), "\(lines)")
  }

  @Test(arguments: [["--help"], ["train", "--help"], ["help", "eval"], ["--version"]])
  func help_isGiven(_ arguments: [String]) throws {
    let result = try Command.run(arguments, in: NSTemporaryDirectory())
    #expect(result.status == 0 && result.errors.isEmpty && !result.output.isEmpty)
  }
}
