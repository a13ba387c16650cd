import Foundation
import JSON
import Testing

/// `eval` on held-out tasks: by every metric, and without anything to train on.
@Suite struct EvaluateHeldOutTests {
  @Test func everyTaskMayBeHeldOut() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json").status == 0)
    let clusters = "data.heldOutClusters=[\"colors\", \"sizes\"]"
    let result = try world.run("eval", "runs/small/best", "--recipe", "recipe.json", "--json", clusters)
    #expect(result.status == 0, "\(result.errors)")
    let groups = try JSONDocument.parse(Data(result.output.utf8), file: "").object().required("groups")
      .array()
    #expect(try groups.map { try $0.object().required("name").string() } == ["heldOutClusters"])
    let rows = try groups[0].object().required("rows").array().map { try $0.object() }
    #expect(try rows.map { try $0.required("task").string() } == ["colors", "sizes"])
    // To train on it is refused as before.
    let refused = try world.run("recipe.json", "name=other", clusters)
    #expect(refused.status == 64 && refused.errors.contains("data.heldOutClusters"))
  }

  @Test func metricsAreChosenAndShown() throws {
    let world = try SmallWorld()
    try world.edit(
      "recipe.json", #"{"path": "tasks"}"#,
      #"{"path": "tasks/colors.json", "metric": "chrF"}, {"path": "tasks/sizes.json"}"#)
    let made = try world.run(
      "recipe.json", "evaluation.metrics={\"si*\": \"rouge1\"}", "evaluation.bestMetric=heldOutInstances/chrF"
    )
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.errors.contains("chrF judges 1 task (as the recipe or the source says): colors"))
    #expect(made.errors.contains("ROUGE-1 judges 1 task (as the recipe or the source says): sizes"))
    #expect(made.errors.contains("best step") && made.errors.contains("heldOutInstances/chrF"))
    let table = try world.run("eval", "runs/small", "--by-task")
    #expect(table.output.contains("held-out instances, by metric"))
    #expect(table.output.contains { $0.isNumber } && table.output.contains("ROUGE-1"))
    let summary = try world.folder.read("runs/small/eval/step-00000006/summary.json")
    #expect(summary.contains("\"metric\" : \"chrF\"") && summary.contains("\"metricReason\" : \"given\""))
    #expect(try world.folder.read("runs/small/metrics.csv").contains("heldOutInstances/rougeL"))
    #expect(try world.folder.read("runs/small/report.html").contains("Score by metric, held-out instances"))
    #expect(try world.run("export", "runs/small", "out").status == 0)
    #expect(try world.folder.read("out/README.md").contains("| each task's own | 1 |"))
  }

  @Test(arguments: [
    ("evaluation.metrics.colour=chrF", "Did you mean 'colors'?"),
    ("evaluation.metrics.colors=rouge", "'rouge1'"),
    ("evaluation.bestMetric=heldOutInstances/rougeX", "rouge1, rouge2, rougeL, bleu, chrF"),
    ("evaluation.bestMetric=suites/normalizedAverage", "evaluation.suites does not have mmlu-direct"),
  ])
  func wrongNames_areRefused(_ override: String, _ words: String) throws {
    let world = try SmallWorld()
    let result = try world.run("validate", "recipe.json", override)
    #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
  }
}
