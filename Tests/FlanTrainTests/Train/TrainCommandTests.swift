import Foundation
import Testing
import TestSupport

@Suite struct TrainCommandTests {
  /// Every file of a run of the shipped recipe.
  static let runFiles: [String] = {
    let model = [
      "MANIFEST.json", "config.json", "generation_config.json", "model.safetensors",
      "special_tokens_map.json",
      "spiece.model", "tokenizer_config.json", "trainer.h5",
    ]
    let folders = ["best", "checkpoints/step-00000010", "checkpoints/step-00000012"]
    let evaluations = ["00000000", "00000006", "00000012"].flatMap {
      ["eval/step-\($0)/predictions.jsonl", "eval/step-\($0)/summary.json"]
    }
    let files = [
      "DONE", "ledger.json", "log.txt", "metrics.csv", "metrics.jsonl", "origin.json", "recipe.json",
      "report.html",
      "resolved.json",
      "run.json",
    ]
    return (folders.flatMap { folder in model.map { "\(folder)/\($0)" } } + evaluations + files).sorted()
  }()

  /// The sentence, lower case included, in a folder that is not the package's.
  @Test(.enabled(if: Command.findsShippedRecipes))
  func shippedRecipe_fromAnywhere() throws {
    let folder = try TemporaryFolder()
    let result = try Command.run(["recipes/flan-smoke.json", "train.threads=1"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let files = try folder.files().keys.filter { $0.hasPrefix("runs/flan-smoke/") }.map { $0.dropFirst(16) }
      .sorted()
    #expect(files.filter { !$0.hasPrefix("tb/") }.map(String.init) == TrainCommandTests.runFiles)
    #expect(files.count { $0.hasPrefix("tb/events.out.tfevents.") } == 1)
    let lines = result.outputLines
    #expect(lines.first?.hasPrefix("held-out instances") == true)
    #expect(lines.last == "best model: runs/flan-smoke/best")
    #expect(
      lines.contains { $0.hasPrefix("held-out clusters") } && lines.contains { $0.hasPrefix("queues ") })
    #expect(!result.output.contains("step 12/12") && result.errors.contains("step 12/12"))
    // Nothing but the run is written.
    #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("runs/flan-smoke/") })
    #expect(result.errors.contains("examples: "), "what became of the examples is told")
  }

  @Test(arguments: [["train", "recipe.json"], ["recipe.json"], ["RECIPE.JSON"], ["./recipe.json"]])
  func wordings_giveTheSameRun(_ arguments: [String]) throws {
    let world = try SmallWorld()
    let result = try Command.run(arguments, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try world.folder.read("runs/small/recipe.json") == SmallWorld.recipe)
    #expect(world.folder.exists("runs/small/DONE"))
    #expect(result.outputLines.last == "best model: runs/small/best")
  }

  @Test func again_isDone_andChangesNothing() throws {
    let world = try SmallWorld()
    let first = try world.run("recipe.json")
    let before = try world.folder.files()
    let again = try world.run("recipe.json")
    #expect(again.status == 0 && again.output == first.output)
    #expect(again.errors == "the run is done already; --restart begins anew\n")
    #expect(try world.folder.files() == before)
    let resumed = try world.run("resume", "runs/small/")
    #expect(resumed.status == 0 && resumed.output == first.output)
    #expect(try world.folder.files() == before)
  }

  @Test func changedRecipe_isRefused_withTheDifference() throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let before = try world.folder.files()
    let result = try world.run("recipe.json", "train.steps=8", "optimizer.learningRate=0.02")
    #expect(result.status == 64 && result.output.isEmpty)
    for part in [
      "runs/small", "train.steps: 6 -> 8", "optimizer.learningRate: 0.01 -> 0.02", "restart", "name=",
    ] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    #expect(try world.folder.files() == before)
  }

  @Test func allowedChange_goesOn() throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let result = try world.run("recipe.json", "train.steps=8", "--allow-change", "train.steps")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("resumed after step 6") && result.errors.contains("step 8/8"))
    let straight = try SmallWorld()
    _ = try straight.run("recipe.json", "train.steps=8")
    let model = "runs/small/checkpoints/step-00000008/model.safetensors"
    #expect(try world.folder.data(model) == straight.folder.data(model))
  }

  @Test func restart_renamesTheOldRun() throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let before = try world.folder.data("runs/small/best/model.safetensors")
    for number in 1...2 {
      let result = try world.run("recipe.json", "seed=\(3 + number)", "--restart")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("the old run is now in runs/small.old-\(number)"))
    }
    #expect(try world.folder.data("runs/small.old-1/best/model.safetensors") == before)
    #expect(try world.folder.data("runs/small/best/model.safetensors") != before)
  }

  @Test func overrides_areTyped_andTheLastWins() throws {
    let world = try SmallWorld()
    let result = try world.run(
      "recipe.json", "name=other", "output.folder=elsewhere/deep", "train.steps=3", "train.steps=2",
      "evaluation.every=null", "evaluation.atStart=false")
    #expect(result.status == 0, "\(result.errors)")
    #expect(world.folder.exists("elsewhere/deep/other/DONE") && !world.folder.exists("runs"))
    #expect(try world.folder.read("elsewhere/deep/other/resolved.json").contains("\"steps\": 2"))
    // Without an evaluation there is no table and no best model.
    #expect(result.output.isEmpty)
  }

  @Test func sameRecipe_givesTheSameBytes() throws {
    let (first, second) = (try SmallWorld(), try SmallWorld())
    for world in [first, second] { _ = try world.run("recipe.json") }
    for name in ["model.safetensors", "trainer.h5", "config.json", "MANIFEST.json"] {
      let path = "runs/small/best/\(name)"
      #expect(try first.folder.data(path) == second.folder.data(path), "\(name)")
    }
  }

  /// What is left out of the data is told before the first step, what is cut after the last.
  @Test func losses_areTold() throws {
    let world = try SmallWorld()
    try world.edit("tasks/colors.json", "\"output\": [\"blue\"]", "\"output\": [\" \"]")
    let result = try world.run("recipe.json", "packing.inputLength=24")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: 8 instances of 'colors' left out: "))
    #expect(result.errors.contains("blank target"))
    #expect(result.errors.contains("warning: evaluation examples: "))
    #expect(result.errors.contains(" cut to the row ("))
    #expect(result.output.contains("held-out instances") && !result.output.contains("warning"))
  }
}
