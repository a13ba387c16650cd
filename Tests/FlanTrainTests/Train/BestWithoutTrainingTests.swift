import Foundation
import Testing

/// Which weights a run stands for where exact match stays at 0: those of the lowest held-out loss.
@Suite struct BestWithoutTrainingTests {
  private static let tie = ["name=tie", "evaluation.bestMetric=heldOutInstances/exactMatch"]

  @Test func tie_isWonByTheLowerLoss() throws {
    let world = try SmallWorld()
    let made = try Command.run(["recipe.json"] + Self.tie, in: world.path)
    #expect(
      made.status == 0
        && made.errors.contains("best step 6: heldOutInstances/exactMatch 0.000, held-out loss"))
    #expect(!made.errors.contains("no training"))
    let exported = try world.run("export", "runs/tie", "out")
    #expect(exported.status == 0 && !exported.errors.contains("warning"))
    #expect(
      try world.folder.data("runs/tie/best/model.safetensors")
        == world.folder.data("runs/tie/checkpoints/step-00000006/model.safetensors"))
  }

  /// A learning rate at which the loss only rises leaves the first weights the best: everything that serves them says so.
  @Test func untrainedWeights_areToldOfWhereverTheyAreServed() throws {
    let world = try SmallWorld()
    let made = try Command.run(["recipe.json", "optimizer.learningRate=3"] + Self.tie, in: world.path)
    #expect(made.status == 0 && made.errors.contains("best step 0: heldOutInstances/exactMatch"))
    #expect(made.errors.contains("warning: the best checkpoint is that of step 0, which has had no training"))
    try world.folder.write("{\"inputs\": \"a\", \"targets\": \"b\"}\n", to: "pairs.jsonl")
    for call in [
      ["generate", "runs/tie", "red 1"], ["eval", "runs/tie"], ["export", "runs/tie", "out"],
      ["score", "runs/tie", "--input", "pairs.jsonl"],
      ["recipe.json", "optimizer.learningRate=3"] + Self.tie,
    ] {
      let result = try Command.run(call, in: world.path)
      #expect(result.status == 0, "\(call)")
      #expect(result.errors.contains("warning: ") && result.errors.contains("weights of step 0"), "\(call)")
      #expect(
        result.errors.contains("trained weights are in") && result.errors.contains("step-00000006"), "\(call)"
      )
    }
    let card = try world.folder.read("out/README.md")
    #expect(card.contains("they have had no training in this run"))
    #expect(try world.folder.read("runs/tie/report.html").contains("has had no training"))
    let last = try world.run("generate", "runs/tie/checkpoints/step-00000006", "red 1")
    #expect(last.status == 0 && !last.errors.contains("warning"))
  }
}
