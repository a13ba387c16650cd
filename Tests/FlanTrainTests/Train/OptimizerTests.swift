import Checkpoints
import Foundation
import Testing

/// Optimizers, schedules and frozen parameters on the built command.
@Suite struct OptimizerTests {
  private static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    try world.edit(
      "recipe.json", "\"optimizer\": {\"learningRate\": 0.01}",
      """
      "optimizer": {
        "kind": "adamw", "learningRate": 0.01, "weightDecay": 0.1, "schedule": "cosine", "warmupSteps": 2
      }
      """)
    try world.edit("recipe.json", "\"steps\": 6", "\"steps\": 6, \"freeze\": [\"shared.*\", \"encoder.*\"]")
    return world
  }

  /// The bytes of every weight of a checkpoint, by name.
  private func weights(_ world: SmallWorld, _ folder: String) throws -> [String: Data] {
    let archive = try WeightsArchive(folder: "\(world.path)/\(folder)")
    return Dictionary(
      uniqueKeysWithValues: try archive.tensors.map { tensor in
        (tensor.name, try archive.file(holding: tensor.name).withBytes(of: tensor.name) { Data($0) })
      })
  }

  @Test func adamW_cosine_andFrozenParts() throws {
    let world = try Self.world()
    let plan = try world.run("plan", "recipe.json", "--json")
    #expect(plan.status == 0, "\(plan.errors)")
    let page = try #require(JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any])
    let parts = try #require(page["parts"] as? [[String: Any]])
    let trained = parts.map { ($0["trained"] as? Int ?? -1, $0["parameters"] as? Int ?? -2) }
    #expect(trained.map { $0.0 == 0 } == [true, true, false, false])
    #expect(trained[2].0 == trained[2].1 && trained[3].0 == trained[3].1)
    let memory = try #require(page["memory"] as? [String: Int])
    #expect(memory["optimizer"] == 8 * (trained[2].1 + trained[3].1))
    #expect(try world.run("plan", "recipe.json").output.contains("trained"))

    let run = try world.run("recipe.json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("optimizer AdamW, cosine after 2 steps of warm-up"), "\(run.errors)")
    #expect(run.errors.contains(" are trained"), "\(run.errors)")
    let passport = try world.folder.read("runs/small/run.json")
    #expect(passport.contains("AdamW, cosine after 2 steps of warm-up"))
    #expect(
      try world.folder.read("runs/small/report.html").contains("AdamW, cosine after 2 steps of warm-up"))

    let (before, after) = (
      try weights(world, SmallWorld.checkpoint(4)), try weights(world, SmallWorld.checkpoint(6))
    )
    for (name, bytes) in after {
      let isFrozen = name.hasPrefix("shared.") || name.hasPrefix("encoder.")
      #expect((before[name] == bytes) == isFrozen, "\(name)")
    }
    let state = try TrainerStateFile(reading: "\(world.path)/\(SmallWorld.checkpoint(6))/trainer.h5")
    let expected = after.keys.filter { !$0.hasPrefix("shared.") && !$0.hasPrefix("encoder.") }
      .flatMap { ["\($0)/first_moment", "\($0)/second_moment"] }
    #expect(Set(state.tensors.map(\.name)) == Set(expected))

    let exported = try world.run("export", "runs/small", "out", "--license", "mit")
    #expect(exported.status == 0, "\(exported.errors)")
    let (model, best) = (try weights(world, "out"), try weights(world, "runs/small/best"))
    #expect(model == best)
    let card = try world.folder.read("out/README.md")
    #expect(card.contains("AdamW") && card.contains("cosine after 2 steps of warm-up"), "\(card)")
  }

  /// The rates of the steps, as the metrics have them.
  @Test func ratesAreTheSchedules() throws {
    let world = try Self.world()
    #expect(try world.run("recipe.json").status == 0)
    let lines = try world.folder.read("runs/small/metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let column = try #require(lines[0].firstIndex(of: "learningRate"))
    let rates = lines.dropFirst().compactMap { Double($0[column]) }
    let expected = [0.005, 0.01] + (0..<4).map { 0.005 * (1 + cos(Double.pi * Double($0) / 4)) }
    #expect(rates.count == 6 && zip(rates, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(rates)")
  }

  @Test func aRunMayBeInterrupted() throws {
    let proof = try Self.world().run("verify-resume", "recipe.json", "--steps", "3")
    #expect(proof.status == 0, "\(proof.errors)")
  }

  /// Another optimizer than the run's is refused with the settings, and where these are allowed to differ, by the
  /// checkpoint.
  @Test func anotherOptimizer_isRefused() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json").status == 0)
    let change = ["recipe.json", "optimizer.kind=adamw", "train.steps=8"]
    let refused = try Command.run(change + ["--allow-change", "train.steps"], in: world.path)
    #expect(refused.status == 64 && refused.errors.contains("optimizer.kind"), "\(refused.errors)")
    let allowed = ["--allow-change", "train.steps", "--allow-change", "optimizer"]
    let other = try Command.run(change + allowed, in: world.path)
    #expect(other.status == 65, "\(other.errors)")
    for part in [
      "trainer.h5", "holds the state of adafactor, but optimizer.kind is 'adamw'",
      "Set optimizer.kind to 'adafactor' to go on", "model.folder",
    ] { #expect(other.errors.contains(part), "\(part) in \(other.errors)") }
    // What is said to do.
    #expect(try Command.run(["recipe.json", "train.steps=8"] + allowed, in: world.path).status == 0)
  }
}
