import Foundation
import JSON
import Testing

/// Runs that are as long as it takes to train on so many target tokens.
@Suite struct TargetTokensTests {
  private static func world(_ tokens: Int, _ further: (SmallWorld) throws -> Void = { _ in }) throws
    -> SmallWorld
  {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"steps\": 6", "\"targetTokens\": \(tokens)")
    try further(world)
    return world
  }

  /// The target tokens of each step, from the run's metrics.
  private static func tokensOfSteps(_ world: SmallWorld) throws -> [Int] {
    try world.folder.read("runs/small/metrics.jsonl").split(separator: "\n").compactMap { line in
      let row = try JSONDocument.parse(line.utf8, file: "metrics").object()
      return try row.required("event").string() == "step" ? row.required("targetTokens").integer() : nil
    }
  }

  /// A run takes the least steps that have as many tokens, whatever is packed into them; the plan knows it, and
  /// the ledger counts the same.
  @Test(arguments: [1, 40, 150]) func run_endsWithTheStepThatReachesThem(_ tokens: Int) throws {
    let world = try Self.world(tokens)
    let plan = try world.run("plan", "recipe.json", "--json")
    #expect(plan.status == 0, "\(plan.errors)")
    let steps = try JSONDocument.parse(plan.output.utf8, file: "plan").object()
      .required("arithmetic").object().required("steps").integer()
    let run = try world.run("recipe.json")
    let note =
      "\(tokens) target \(tokens == 1 ? "token" : "tokens") = \(steps) \(steps == 1 ? "step" : "steps")"
    #expect(run.status == 0 && run.errors.contains(note) && plan.errors.contains(note), "\(run.errors)")
    let found = try Self.tokensOfSteps(world)
    #expect(found.count == steps)
    #expect(found.reduce(0, +) >= tokens && found.dropLast().reduce(0, +) < tokens, "\(found)")
    let ledger = try JSONDocument.read("\(world.path)/runs/small/ledger.json", what: "ledger").object()
    let counted = try ledger.required("total").object().required("counts").object().required("targetTokens")
    #expect(try counted.integer() == found.reduce(0, +))
    let train = try JSONDocument.read("\(world.path)/runs/small/resolved.json", what: "recipe").object()
      .required("train").object()
    #expect(
      try train.required("steps").integer() == steps && train.required("targetTokens").integer() == tokens)
    // Both ways of going on find the run done.
    for arguments in [["recipe.json"], ["resume", "runs/small"]] {
      let again = try Command.run(arguments, in: world.path)
      #expect(again.status == 0 && again.errors.contains("is done already"), "\(again.errors)")
    }
  }

  /// An interrupted run ends in the same bytes, with a schedule that needs to know its end.
  @Test func interruptedRun_endsTheSame() throws {
    let world = try Self.world(150) {
      try $0.edit("recipe.json", "\"learningRate\": 0.01", "\"learningRate\": 0.01, \"schedule\": \"linear\"")
    }
    let proof = try world.run("verify-resume", "recipe.json", "--steps", "3")
    #expect(proof.status == 0, "\(proof.errors)")
  }

  /// Arguments of a resume, the exit code, and what is said.
  @Test(arguments: [
    ("train.targetTokens=90", 64, "train.targetTokens: 40 -> 90"),
    ("train.targetTokens=90 --allow-change train.steps", 0, "90 target tokens = "),
    ("train.steps=12 --allow-change train.targetTokens", 0, ""),
    ("train.epochs=1 --allow-change train.steps", 0, "1 epoch = "),
    ("train.epochs=1 train.targetTokens=90 --allow-change train", 64, "one of the two"),
  ])
  func otherLengths_areRefusedUnlessAllowed(_ line: String, _ status: Int32, _ part: String) throws {
    let world = try Self.world(40)
    #expect(try world.run("recipe.json").status == 0)
    let arguments = line.split(separator: " ").map(String.init)
    let result = try Command.run(["resume", "runs/small"] + arguments, in: world.path)
    #expect(result.status == status, "\(result.errors)")
    #expect(part.isEmpty || result.errors.contains(part), "\(result.errors)")
  }
}
