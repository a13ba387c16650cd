import Foundation
import Testing

/// `plan`: the page before a run.
@Suite struct PlanCommandTests {
  @Test func page_hasPartsWorkMemoryAndDisk_andWritesNothing() throws {
    let world = try SmallWorld()
    let result = try world.run("plan", "recipe.json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for part in [
      "embedding", "encoder", "decoder", "head", "model", "steps", "token places",
      "floating-point operations",
      "weights", "optimizer", "activations", "evaluation", "process", "peak", "the process may take",
      "recomputed blocks: none", "a checkpoint",
    ] { #expect(result.output.contains(part), "\(part) in \(result.output)") }
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
  }

  @Test func json_measured_inParts() throws {
    let world = try SmallWorld()
    let result = try world.run("plan", "recipe.json", "train.accumulation=3", "--json", "--measure")
    #expect(result.status == 0, "\(result.errors)")
    let page = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
    let memory = try #require(page["memory"] as? [String: Int])
    #expect(page["peakBytes"] as? Int == memory.values.reduce(0, +))
    #expect(page["fullRowsBytes"] as? Int ?? 0 >= memory.values.reduce(0, +))
    #expect(memory["gradients"] == memory["weights"])
    let parts = try #require(page["parts"] as? [[String: Any]])
    #expect(parts.map { $0["name"] as? String } == ["embedding", "encoder", "decoder", "head"])
    #expect(parts.reduce(0) { $0 + ($1["parameters"] as? Int ?? 0) } * 4 == memory["weights"])
    let measured = try #require(page["measured"] as? [String: Any])
    #expect((measured["secondsPerStep"] as? Double ?? 0) > 0 && measured["steps"] as? Int == 3)
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
  }

  @Test func theBestCheckpointIsCountedInItsPrecision() throws {
    let world = try SmallWorld()
    let result = try world.run("plan", "recipe.json", "checkpoint.precision=bfloat16", "--json")
    let page = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
    let parts = try #require(page["parts"] as? [[String: Any]])
    let weights = parts.reduce(0) { $0 + ($1["parameters"] as? Int ?? 0) }
    let whole = try #require(page["checkpointBytes"] as? Int)
    let best = try #require(page["bestCheckpointBytes"] as? Int)
    #expect(weights > 0 && whole - best == 2 * weights)
    // Two are kept and a third is written, beside the best one.
    #expect(page["diskBytes"] as? Int == 3 * whole + best)
  }

  @Test func hosts_areTold_withTheirTime() throws {
    let world = try SmallWorld()
    let call = [
      "plan", "recipe.json", "packing.rows=4", "--hosts", "4", "--network", "1Gb", "--measure", "--json",
    ]
    let result = try Command.run(call, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    let page = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let growth = try #require(page["growth"] as? [String: Any])
    let rows = try #require(growth["rows"] as? [[String: Any]])
    #expect(rows.map { $0["hosts"] as? Int } == [1, 2, 4])
    #expect(rows.allSatisfy { ($0["computeSeconds"] as? Double ?? 0) > 0 })
    let parts = try #require(page["parts"] as? [[String: Any]])
    let trained = Double(parts.reduce(0) { $0 + ($1["trained"] as? Int ?? 0) })
    #expect(rows[2]["sentBytes"] as? Double == 4 * trained * 0.75 * 2)
    let table = try world.run("plan", "recipe.json", "packing.rows=4", "--hosts", "2")
    #expect(
      table.output.contains("sent a step") && table.output.contains("--network tells"), "\(table.output)")
    for (wrong, says) in [
      (["--hosts", "0"], "--hosts"), (["--network", "1Gb"], "--network goes with"),
      (["--hosts", "2", "--network", "10GB"], "bits a second"), (["--hosts", "2"], "cannot be shared"),
    ] {
      let refused = try Command.run(["plan", "recipe.json"] + wrong, in: world.path)
      #expect(refused.status == 64 && refused.errors.contains(says), "\(refused.errors)")
    }
  }

  /// A limit just below what the step takes has blocks recomputed, and the trained model is the same.
  @Test func limit_recomputesBlocks_withTheSameResult() throws {
    let straight = try SmallWorld()
    let shape = ["packing.rows=24", "model.encoderLayers=3", "evaluation.every=null", "train.steps=2"]
    let plan = try Command.run(["plan", "recipe.json", "--json"] + shape, in: straight.path)
    let page = try #require(JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? NSDictionary)
    let activations = try #require((page["memory"] as? [String: Int])?["activations"])
    // The process's own memory differs a little from call to call.
    let limit = try #require(page["fullRowsBytes"] as? Int) - activations / 4
    let arguments = ["recipe.json"] + shape
    #expect(try Command.run(arguments, in: straight.path).status == 0)
    let limited = try SmallWorld()
    let result = try Command.run(arguments + ["memory.limit=\(limit)"], in: limited.path)
    #expect(result.status == 0, "\(result.errors)")
    let file = "runs/small/checkpoints/step-00000002/model.safetensors"
    #expect(try limited.folder.data(file) == straight.folder.data(file))
    let passport = try limited.folder.read("runs/small/run.json")
    #expect(passport.contains("\"recomputedBlocks\" : ") && !passport.contains("\"recomputedBlocks\" : 0"))
    #expect(
      result.errors.contains("of 4 blocks recomputed") || result.output.contains("of 4 blocks recomputed"))
  }

  @Test func whatCannotBe_isRefused() throws {
    let world = try SmallWorld()
    #expect(try world.run("plan").status == 64)
    #expect(try world.run("plan", "recipe.json", "train.stepz=1").status == 64)
    let result = try world.run("plan", "recipe.json", "memory.limit=2MB")
    #expect(result.status == 64 && result.errors.contains("cannot be kept"))
    #expect(try world.run("plan", "recipe.json", "data.tasks=[{\"path\": \"task\"}]").status == 65)
    let large = try world.run(
      "plan", "recipe.json", "model.modelDimension=65536", "model.feedForwardDimension=262144")
    #expect(large.status == 0 && large.errors.contains("GiB"), "\(large.errors)")
  }
}
