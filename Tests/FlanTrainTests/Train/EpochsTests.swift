import Foundation
import JSON
import Testing

/// Runs that are as long as so many passes over their examples.
@Suite struct EpochsTests {
  private static func world(_ epochs: String) throws -> SmallWorld {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"steps\": 6", "\"epochs\": \(epochs)")
    return world
  }

  /// The steps in `2 epochs = 1,234 steps`.
  private static func steps(in errors: String, _ epochs: String) throws -> Int {
    let start = try #require(errors.range(of: "\(epochs) = "), "\(errors)").upperBound
    return try #require(Int(errors[start...].prefix { $0 != " " }.replacing(",", with: "")))
  }

  private static func train(_ world: SmallWorld) throws -> JSONObject {
    let resolved = try JSONDocument.read("\(world.path)/runs/small/resolved.json", what: "recipe")
    return try resolved.object().required("train").object()
  }

  /// A run takes the least steps in which packing takes up as many examples as there are, and says how many.
  @Test(arguments: [("2", "2 epochs"), ("0.5", "0.5 epochs"), ("1", "1 epoch"), ("0.001", "0.001 epochs")])
  func epochs_areCountedAsSteps(_ epochs: String, _ words: String) throws {
    let world = try Self.world(epochs)
    let plan = try world.run("plan", "recipe.json", "--json")
    #expect(plan.status == 0, "\(plan.errors)")
    let page = try JSONDocument.parse(plan.output.utf8, file: "plan").object()
    let steps = try page.required("arithmetic").object().required("steps").integer()
    let tasks = try page.required("data").object().required("tasks").array().map { try $0.object() }
    let passes = try tasks.map { try $0.required("epochsOfRun").double() }
    // One step more than wanted at most.
    let oneStep = try page.required("arithmetic").object().required("examplesPerStep").double() / 21
    for pass in passes { #expect((Double(epochs)! - 0.02...Double(epochs)! + oneStep).contains(pass)) }
    let run = try world.run("recipe.json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Self.steps(in: run.errors, words) == steps && Self.steps(in: plan.errors, words) == steps)
    #expect(run.errors.contains("step \(steps)/\(steps)"))
    let train = try Self.train(world)
    #expect(try train.required("steps").integer() == steps)
    #expect(try train.required("epochs").double() == Double(epochs))
    let digits = String(repeating: "0", count: 8 - "\(steps)".count) + "\(steps)"
    #expect(world.folder.exists("runs/small/eval/step-\(digits)/summary.json"))
    // Both ways of going on find the run done.
    for arguments in [["recipe.json"], ["resume", "runs/small"]] {
      let again = try Command.run(arguments, in: world.path)
      #expect(again.status == 0 && again.errors.contains("is done already"), "\(again.errors)")
    }
    for verb in ["report", "inspect", "eval"] {
      let result = try world.run(verb, "runs/small")
      #expect(result.status == 0, "\(verb): \(result.errors)")
    }
  }

  @Test func aRunThatGoesOn_keepsItsSteps() throws {
    let world = try Self.world("2")
    #expect(try world.run("recipe.json").status == 0)
    let steps = try Self.train(world).required("steps").integer()
    // Three times as many examples, which would be three times as many steps.
    try world.folder.write(
      SmallWorld.task(cluster: "colors", words: ["red", "blue", "green"], instances: 72),
      to: "tasks/colors.json")
    try world.edit("recipe.json", "\"keepLast\": 2", "\"keepLast\": 3")
    let arguments = ["--allow-change", "data.tasks", "--allow-change", "checkpoint.keepLast"]
    for call in [["recipe.json"], ["resume", "runs/small"]] {
      let again = try Command.run(call + arguments, in: world.path)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try Self.train(world).required("steps").integer() == steps)
    }
    let anew = try Command.run(["recipe.json", "--restart"], in: world.path)
    #expect(anew.status == 0, "\(anew.errors)")
    #expect(try Self.train(world).required("steps").integer() > 2 * steps)
  }

  /// Steps and epochs are one thing for `--allow-change`, and what is given last holds.
  @Test(arguments: [
    ("train.steps=9", 64, "train.epochs: 2 -> null"), ("train.epochs=3", 64, "train.epochs: 2 -> 3"),
    ("train.steps=12 --allow-change train.steps", 0, ""),
    ("train.epochs=3 --allow-change train.epochs", 0, "3 epochs = "),
    ("train.epochs=3 train.steps=9 --allow-change train", 64, "one of the two"),
  ])
  func otherLengths_areRefusedUnlessAllowed(_ line: String, _ status: Int32, _ part: String) throws {
    let world = try Self.world("2")
    #expect(try world.run("recipe.json").status == 0)
    let arguments = line.split(separator: " ").map(String.init)
    let result = try Command.run(["resume", "runs/small"] + arguments, in: world.path)
    #expect(result.status == status, "\(result.errors)")
    #expect(part.isEmpty || result.errors.contains(part), "\(result.errors)")
  }

  @Test func schedulesAndProofs_takeTheCountedSteps() throws {
    let world = try Self.world("2")
    try world.edit(
      "recipe.json", "\"learningRate\": 0.01", "\"learningRate\": 0.01, \"schedule\": \"linear\"")
    let proof = try world.run("verify-resume", "recipe.json", "--steps", "3")
    #expect(proof.status == 0, "\(proof.errors)")
    let refused = try world.run("validate", "recipe.json", "optimizer.warmupSteps=500")
    #expect(
      refused.status == 64 && refused.errors.contains("a linear schedule ends at step"), "\(refused.errors)")
    let valid = try world.run("validate", "recipe.json")
    #expect(valid.status == 0 && valid.errors.contains("2 epochs = "), "\(valid.errors)")
    let tooLong = try world.run("validate", "recipe.json", "train.epochs=1e6", "packing.examplesPerStep=1")
    #expect(tooLong.status == 0, "21,000,000 steps are many, but not too many: \(tooLong.errors)")
    let alone = try world.run("validate", "recipe.json", "--recipe-only")
    #expect(alone.status == 0 && alone.output.contains("epochs"), "\(alone.errors)")
  }
}
