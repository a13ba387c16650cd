import Foundation
import Testing

/// A run that leaves the finite numbers says where, on which examples, and can be asked again.
@Suite struct DivergenceTests {
  private static let call = [
    "recipe.json", "train.steps=100", "evaluation.every=null", "evaluation.atStart=false",
  ]

  /// Steps at once and in parts; divergence before and after the first checkpoint.
  @Test(arguments: [
    ["optimizer.learningRate=1000"], ["optimizer.learningRate=1000", "train.accumulation=3"],
  ])
  func report_isExact_andTheStepCanBeTakenAgain(_ overrides: [String]) throws {
    let world = try SmallWorld()
    let result = try Command.run(Self.call + overrides, in: world.path)
    #expect(result.status == 2, "\(result.errors)")
    let report = try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/small/divergence.json")) as? [String: Any])
    let origin = try #require(report["origin"] as? [String: Any], "\(result.errors)")
    let phase = try #require(origin["phase"] as? String)
    #expect(["forward", "backward", "update", "weights"].contains(phase))
    #expect(["nan", "inf", "-inf"].contains(origin["value"] as? String))
    let examples = try #require(report["examples"] as? [[String: Any]])
    #expect(!examples.isEmpty && examples.allSatisfy { $0["task"] as? String == "colors" })
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.count == 3)
    let parameters = try #require(report["parameters"] as? [[String: Any]])
    #expect(parameters.count > 10 && parameters.allSatisfy { $0["norm"] is Double })
    // What is told at the terminal, by the reader and by the same step taken again.
    let line = try #require(
      result.errors.split(separator: "\n").first { $0.hasPrefix("  first: ") }?.dropFirst("  first: ".count))
    let before = try world.folder.files()
    let shown = try world.run("inspect", "runs/small", "--diverged", "--replay")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(
      shown.output.contains("first    \(line)\n") && shown.output.contains("replay   \(line)\n"),
      "\(shown.output)")
    #expect(shown.output.contains("Say the word.") && shown.output.contains("colors:"))
    #expect(try world.folder.files() == before)
    let json = try world.run("inspect", "runs/small", "--diverged", "--json")
    #expect(json.status == 0 && json.output.contains("\"texts\""))
    // The page of the run tells of it.
    #expect(try world.run("report", "runs/small", "--output", "page.html").status == 0)
    #expect(try world.folder.read("page.html").contains("diverged: "))
  }

  /// A gradual rise has checkpoints before it: the steps since are taken again.
  @Test func laterDivergence_startsFromACheckpoint() throws {
    let world = try SmallWorld()
    #expect(try Command.run(Self.call + ["train.steps=4"], in: world.path).status == 0)
    let result = try Command.run(
      [
        "resume", "runs/small", "train.steps=60", "optimizer.learningRate=1000", "--allow-change",
        "train.steps",
        "--allow-change", "optimizer.learningRate",
      ], in: world.path)
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.errors.contains("first: ") && result.errors.contains("--diverged"))
    let step = try #require(result.errors.firstMatch(of: /diverged at step (\d+)/)?.1)
    #expect(Int(step).map { $0 > 4 } == true)
    let shown = try world.run("inspect", "runs/small", "--diverged")
    #expect(shown.status == 0 && shown.output.contains("diverged at step \(step)"))
  }

  @Test(
    arguments: [
      (["inspect", "runs/small", "--diverged"], 65, "divergence.json"),
      (["inspect", "recipe.json", "--diverged"], 65, "divergence.json"),
      (["inspect", "runs/small", "--replay"], 64, "--replay goes with --diverged"),
      (["inspect", "runs/small", "--diverged", "--samples"], 64, "exclude each other"),
    ] as [([String], Int32, String)])
  func whatHasNotDiverged_isRefused(_ arguments: [String], _ status: Int32, _ part: String) throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let result = try Command.run(arguments, in: world.path)
    #expect(result.status == status && result.errors.contains(part), "\(result.errors)")
  }

  /// A saved batch that has been tampered with is refused, not run.
  @Test(arguments: [
    ("\"inputs\":[[", "\"inputs\":[[99999,"), ("\"rows\":[{", "\"rows\":[{\"inputs\":[],\"targets\":[]},{"),
  ])
  func damagedReport_isRefused(_ old: String, _ new: String) throws {
    let world = try SmallWorld()
    _ = try Command.run(Self.call + ["optimizer.learningRate=1000"], in: world.path)
    try world.edit("runs/small/divergence.json", old, new)
    let result = try world.run("inspect", "runs/small", "--diverged", "--replay")
    #expect(result.status == 65 && result.errors.contains("divergence.json"), "\(result.errors)")
  }

  /// A rise of the loss is told of, with the examples it came from, in the log and the metrics; a resumed run tells the same.
  @Test func spike_namesItsExamples() throws {
    let world = try SmallWorld()
    let call = [
      "recipe.json", "train.steps=100", "evaluation.every=null", "evaluation.atStart=false",
      "logging.spikes=1",
      "optimizer.learningRate=1",
    ]
    let result = try Command.run(call, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    let lines = try world.folder.read("runs/small/metrics.jsonl").split(separator: "\n")
    let spikes = lines.filter { $0.contains("\"event\":\"spike\"") }
    #expect(!spikes.isEmpty && spikes.allSatisfy { $0.contains("\"task\":\"colors\"") })
    #expect(
      result.errors.contains("warning: spike at step") && result.errors.contains("highest losses: colors:"))
    let off = try Command.run(call + ["logging.spikes=null", "name=off"], in: world.path)
    #expect(off.status == 0 && !off.errors.contains("spike at step"))
  }
}
