import Checkpoints
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Evaluation
@testable import Inference
@testable import JSON
@testable import Recipes
@testable import Runs
@testable import Setup
@testable import Text

@Suite struct ModelCardTests {
  /// Everything that a run knows is in its best model's card, and nothing of this machine's folders.
  @Test func ofARun() throws {
    let run = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss))
    try run.train()
    let folder = try TemporaryFolder()
    let found = try ModelLocator.locate(run.run.path)
    var options = ModelExporter.Options(programVersion: "test")
    options.includesOptimizerState = true
    let result = try ModelExporter(found, options: options).export(to: folder.path + "/a")
    #expect(result.warnings.isEmpty && result.files.contains("trainer.h5"))
    let card = try folder.read("a/README.md")
    #expect(
      card.hasPrefix("---\nlibrary_name: transformers\npipeline_tag: text2text-generation\ntags:\n- t5\n"))
    let passport = try RunPassport.read(run.run.passportFile)
    let step = try CheckpointManifest(reading: run.run.bestFolder).step
    for part in [
      "# run\n", "after step \(step) of 8, the best of its run by `heldOutInstances/loss`",
      passport.recipeSHA256,
      passport.resolvedRecipeSHA256, passport.data[0].sha256, "| seed | 11 |", "| tokenizer | bytes |",
      "| learning rate | 0.01, constant |", "drawn with seed 11", "| colors |", "from_pretrained",
      "flan-train generate",
      "### Unseen instances of trained tasks", "### Clusters never trained on", "| zero-shot |",
      "Held out: whole clusters (sizes)", "datasets:\n- \"",
      "metrics:\n- exact_match\n- f1\n- rouge\n- bleu\n- chrf\nmodel-index:\n- name: \"run\"\n",
      "    - type: exact_match\n      name: \"exact match\"\n      value: 0.",
      "    - type: rouge\n      name: \"ROUGE-L\"\n      value: 0.",
    ] {
      #expect(card.contains(part), "\(part)")
    }
    let evaluation = try EventCoding.decode(
      EvaluationSummary.self,
      from: Data(contentsOf: URL(fileURLWithPath: run.run.evaluationSummaryFile(step: step))))
    let loss = try #require(evaluation.group(.heldOutClusters)?.loss)
    #expect(card.contains(ModelCard.decimals(loss, 3)) && card.contains("of these weights."))
    #expect(!card.contains(run.run.path))
  }

  /// A model that has read documents alone is not called finetuned on instructions.
  @Test(arguments: [
    (#"[{"path": "a", "kind": "text"}]"#, true),
    (#"[{"path": "a", "kind": "text"}, {"path": "b", "kind": "text"}]"#, true),
    (#"[{"path": "a", "kind": "text"}, {"path": "b"}]"#, false), (#"[{"path": "a"}]"#, false),
  ])
  func textsAlone_areNoInstructions(_ tasks: String, _ isAlone: Bool) throws {
    let recipe = try RecipeExample.load(RecipeExample.least, ["data.tasks=\(tasks)"]).recipe
    #expect(ModelCard.readsTextsAlone(recipe) == isAlone)
  }

  /// A checkpoint between evaluations has the scores of the last one before.
  @Test func ofACheckpoint() throws {
    let run = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss))
    try run.train()
    let path = run.run.checkpointFolder(step: 8)
    let found = try ModelLocator.locate(path)
    #expect(found.run == run.run)
    let step = try #require(run.run.evaluationSteps.last)
    if step != 8 {
      let exported = try ExportedRun(run.run, folder: path)
      #expect(exported.evaluation?.step == step && !exported.isBest)
    }
    try FileManager.default.removeItem(atPath: run.run.evaluationsFolder)
    let exported = try ExportedRun(run.run, folder: path)
    #expect(exported.evaluation == nil && (exported.ledger?.total.read ?? 0) > 0)
  }

  @Test func ofAFolder() throws {
    let fixture = try ExportFixture("mt5-transformers5")
    let options = ModelExporter.Options(programVersion: "9.9")
    let card = try ModelCard(OpenedModel(folder: fixture.folder), run: nil, options).text
    #expect(
      card.contains("# mt5-transformers5\n")
        && card.contains("T5 v1.1 (encoder-decoder, 960 weights, float32)"))
    #expect(card.contains("flan-train 9.9") && !card.contains("instruction-finetuning"))
  }

  /// What is known of the folder that the weights come from, or what the user says.
  @Test func frontMatterSaysWhatIsKnownOrAsked() throws {
    let fixture = try ExportFixture("tied-transformers4")
    let folder = try TemporaryFolder()
    let source = folder.path + "/models--google--t5-small/snapshots/abc"
    try FileManager.default.createDirectory(atPath: source + "/..", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: fixture.folder, toPath: source)
    var options = ModelExporter.Options(programVersion: "9.9")
    func card() throws -> String { try ModelCard(OpenedModel(folder: source), run: nil, options).text }
    #expect(try !card().contains("license") && card().contains("base_model: \"google/t5-small\""))
    try Data("---\nlanguage:\n- en\n- fr\nlicense: apache-2.0\n---\n# T5\n".utf8)
      .write(to: URL(fileURLWithPath: source + "/README.md"))
    #expect(try card().contains("license: \"apache-2.0\"\nlanguage:\n- \"en\"\n- \"fr\"\nbase_model:"))
    (options.license, options.languages, options.baseModel) = ("other\nx: y", ["no"], "me/mine")
    #expect(
      try card().contains("license: \"other\\u000Ax: y\"\nlanguage:\n- \"no\"\nbase_model: \"me/mine\"\n"))
    #expect(try card().contains("# google/t5-small\n") && !card().contains(folder.path))
  }

  @Test func tablesKeepTheirCells() {
    var table = MarkdownTable(["a", "b"])
    table.add(["x|y", Markdown.text("line\nbreak\\")])
    table.add(["z"])
    #expect(table.text == "| a | b |\n| --- | ---: |\n| x\\|y | line break\\\\ |\n| z |  |")
  }
}
