import Foundation
import TestSupport
import Testing

/// Sources of texts, learned by each objective by the built command.
@Suite struct PretrainingTests {
  /// A world whose recipe learns from 24 short texts, and from no tasks.
  private static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    for number in 0..<24 {
      let lines = (0...number % 4).map { "Box \(number) has \($0) red balls and \(number - $0) blue ones." }
      try world.folder.write(lines.joined(separator: "\n"), to: "texts/\(number).txt")
    }
    try world.folder.write(" \n", to: "texts/blank.txt")
    try world.edit("recipe.json", #"{"path": "tasks"}"#, #"{"path": "texts", "kind": "text"}"#)
    try world.edit("recipe.json", #""heldOutClusters": ["sizes"],"#, "")
    try world.edit("recipe.json", #", "bestMetric": "heldOutInstances/loss""#, "")
    return world
  }

  private static let decoder = [
    "model={\"preset\": \"palm-tiny\", \"modelDimension\": 16, \"headDimension\": 8, \"heads\": 2, "
      + "\"feedForwardDimension\": 24, \"decoderLayers\": 1}"
  ]

  /// The held-out losses of a run, in the order of its evaluations.
  private static func losses(_ world: SmallWorld) throws -> [Double] {
    try world.folder.read("runs/small/metrics.jsonl").split(separator: "\n").compactMap { line in
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return row?["heldOutTexts/loss"] as? Double
    }
  }

  @Test(arguments: [
    ("span-corruption", []), ("prefix-lm", []), ("causal", []), ("span-corruption", decoder),
    ("prefix-lm", decoder + ["model.prefix=true"]), ("causal", decoder + ["loss.tokens=all"]), ("ul2", []),
    ("ul2", decoder + ["model.prefix=true"]),
  ])
  func learnsTextsAndEvaluatesTheirLoss(_ kind: String, _ settings: [String]) throws {
    let world = try Self.world()
    let arguments = ["recipe.json", "objective.kind=\(kind)", "train.steps=12"] + settings
    let result = try Command.run(arguments, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errors.contains("24 documents of")
        && result.errors.contains("(\(kind == "ul2" ? "mixture" : kind))"))
    #expect(result.errors.contains("texts/blank.txt:1: blank document"))
    #expect(result.errors.contains("the best checkpoint is that of the least loss on held-out texts"))
    let losses = try Self.losses(world)
    #expect(losses.count == 5 && losses.last ?? 9 < losses.first ?? 0)
    let again = try Command.run(arguments, in: world.path)
    #expect(again.status == 0 && again.errors.contains("done"), "\(again.errors)")
    let evaluated = try world.run("eval", "runs/small", "--json")
    #expect(evaluated.status == 0 && evaluated.output.contains("heldOutTexts"), "\(evaluated.errors)")
  }

  @Test(arguments: ["span-corruption", "prefix-lm", "ul2"])
  func resumeIsExact(_ kind: String) throws {
    let world = try Self.world()
    let result = try world.run("verify-resume", "recipe.json", "objective.kind=\(kind)", "--steps", "6")
    #expect(result.status == 0 && result.output.contains("equal: 6 steps"), "\(result.errors)")
  }

  /// A run that ends where the share of last words that are right is reached.
  @Test func lastWordsDecideWhenTheRunEnds() throws {
    let world = try Self.world()
    let settings = [
      "objective.kind=prefix-lm", "evaluation.bestMetric=heldOutTexts/exactMatch", "data.heldOutInstances=40",
      "evaluation.heldOutInstancesPerTask=40",
    ]
    let result = try Command.run(["recipe.json", "evaluation.stopAt=0.9"] + settings, in: world.path)
    #expect(result.status == 0 && result.errors.contains("done after 6 steps"), "\(result.errors)")
    let predictions = try world.folder.read("runs/small/eval/step-00000006/predictions.jsonl")
    #expect(
      predictions.contains("\"group\":\"heldOutTexts\"") && predictions.contains("\"target\":[\"ones.\"]"))
    let judged = try world.run("eval", "--predictions", "runs/small/eval/step-00000006/predictions.jsonl")
    #expect(judged.status == 0 && judged.output.contains("last word"), "\(judged.errors)")
    #expect(try world.folder.read("runs/small/metrics.csv").contains("heldOutTexts/exactMatch"))
    #expect(try world.folder.read("runs/small/report.html").contains("last word"))
  }

  @Test func textsAndTasksShareAMixture() throws {
    let world = try Self.world()
    try world.edit(
      "recipe.json", #""kind": "text"}"#,
      #""kind": "text", "subMixture": "texts"}, {"path": "tasks", "subMixture": "tasks"}"#)
    let result = try world.run(
      "recipe.json", "data.mixture.proportions={\"texts\": 1, \"tasks\": 3}", "train.steps=9")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("25.00%") && result.errors.contains("75.00%"), "\(result.errors)")
    let metrics = try world.folder.read("runs/small/metrics.csv")
    #expect(metrics.contains("heldOutTexts/loss") && metrics.contains("heldOutInstances/exactMatch"))
    #expect(try world.run("report", "runs/small").status == 0)
    #expect(try world.folder.read("runs/small/report.html").contains("held-out texts"))
  }

  @Test func whatTheModelSeesIsShown() throws {
    let world = try Self.world()
    let step = try world.run("inspect", "recipe.json", "--step", "1")
    #expect(step.status == 0 && step.output.contains("template span-corruption"), "\(step.errors)")
    #expect(step.output.contains("<extra_id_0>") && step.output.contains("texts/"))
    let ul2 = try world.run("inspect", "recipe.json", "--step", "1", "objective.kind=ul2")
    #expect(
      ul2.output.contains("template span-corruption [") && ul2.output.contains("<extra_id_0>"),
      "\(ul2.errors)")
    let page = try world.run("validate", "recipe.json")
    #expect(page.status == 0 && page.output.contains("best by   heldOutTexts/loss"), "\(page.errors)")
  }

  /// Of each document its own text is measured, and not what its ids say.
  @Test func whatTheVocabularyCannotCarry_isToldOfDocuments() throws {
    let world = try Self.world()
    let vocabulary = "tokenizer.vocabulary=\(Command.packageRoot)/Data/Vocabulary/spiece.model"
    let result = try world.run("inspect", "recipe.json", vocabulary, "--loss", "--json")
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
    let tasks = try #require(page["tasks"] as? [[String: Any]])
    #expect(tasks.compactMap { $0["task"] as? String } == ["texts"])
    let loss = try #require(tasks[0]["loss"] as? [String: Any])
    // 24 documents of one to four lines.
    #expect(loss["lines"] as? Int == 60 && loss["lostNewlines"] as? Int == 36, "\(loss)")
  }

  @Test(arguments: [
    (["objective.kind=prefix-ml"], "Did you mean 'prefix-lm'?"),
    (["objective.kind=causal", "objective.span=3"], "is of span corruption, but objective.kind is 'causal'"),
    (["objective.kind=ul2", "objective.noise=0.2"], "objective.kind is 'ul2'"),
    (["objective.kind=causal", "objective.denoisers=[{}]"], "is of one objective"),
    (["objective.denoisers=[{\"kind\": \"ul2\"}]"], "is 'ul2', which is a mixture itself"),
    (["objective.denoisers=[{}, {\"kind\": \"causal\", \"noise\": 0.5}]"], "objective.denoisers[1].noise"),
    (["objective.denoisers=[{\"mode\": \" \"}]"], "objective.denoisers[0].mode"),
    (["objective.denoisers=[{\"weight\": 0}]"], "must be above 0"),
    (["objective.length=400"], "Lower it to 106"),
    (["objective.kind=prefix-lm", "objective.length=25"], "Lower it to 24"),
    (["objective.noise=1.5"], "must be"),
    (
      ["data.tasks=[{\"path\": \"tasks\"}]", "objective.kind=causal"],
      "no source of data.tasks has the kind 'text'"
    ),
    (["packing.targetLength=2"], "leaves no room for a text of 2 tokens"),
    (["evaluation.bestMetric=heldOutTexts/rougeL"], "which is the name of no score"),
    (["data.tasks[0].kind=auto"], "\"kind\": \"text\""),
  ])
  func whatCannotBeIsSaidWithWhatToDo(_ settings: [String], _ part: String) throws {
    let world = try Self.world()
    let result = try Command.run(["validate", "recipe.json"] + settings, in: world.path)
    #expect(result.status == 64 || result.status == 65, "\(result.status)")
    #expect(result.errors.contains(part), "\(result.errors)")
  }

  @Test func aVocabularyWithoutSentinelsIsRefused() throws {
    let world = try Self.world()
    let vocabulary = "\(Command.packageRoot)/Tests/TokenizationTests/Fixtures/bytepair/llama.model"
    let refused = try world.run("validate", "recipe.json", "tokenizer.vocabulary=\(vocabulary)")
    #expect(
      refused.status == 64 && refused.errors.contains("the vocabulary has no sentinels"), "\(refused.errors)")
    let mixture = "objective.denoisers=[{\"kind\": \"causal\"}, {}]"
    let mixed = try world.run("validate", "recipe.json", "tokenizer.vocabulary=\(vocabulary)", mixture)
    #expect(mixed.status == 64 && mixed.errors.contains("objective.denoisers[1].kind"), "\(mixed.errors)")
    let causal = ["validate", "recipe.json", "tokenizer.vocabulary=\(vocabulary)", "objective.kind=causal"]
    let taken = try Command.run(causal, in: world.path)
    #expect(taken.status == 0, "\(taken.errors)")
  }
}
