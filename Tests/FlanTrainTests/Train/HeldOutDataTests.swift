import Foundation
import JSON
import Testing

/// What is held out of a task: a share of its examples, or a validation file of its own.
@Suite struct HeldOutDataTests {
  private static func lines(_ words: [String], _ range: Range<Int>) -> String {
    range.map {
      "{\"inputs\": \"say the word \(words[$0 % words.count]) \($0)\", \"targets\": \"\(words[$0 % words.count])\"}\n"
    }
    .joined()
  }

  /// A world whose recipe reads `train.jsonl` and names `dev.jsonl` for validation.
  private static func world(dev: String? = nil) throws -> SmallWorld {
    let world = try SmallWorld()
    try world.folder.write(Self.lines(["red", "blue"], 0..<30), to: "train.jsonl")
    try world.folder.write(dev ?? Self.lines(["red", "blue"], 100..<110), to: "dev.jsonl")
    try world.edit(
      "recipe.json", "[{\"path\": \"tasks\"}]",
      "[{\"path\": \"tasks\"}, {\"path\": \"train.jsonl\", \"validation\": \"dev.jsonl\"}]")
    return world
  }

  private static func heldOut(_ world: SmallWorld, _ arguments: String...) throws -> [String: Int] {
    let result = try Command.run(["recipe.json"] + arguments, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    let predictions = try world.folder.read("runs/small/eval/step-00000006/predictions.jsonl")
    var counts: [String: Int] = [:]
    for line in predictions.split(separator: "\n") {
      let object = try JSONDocument.parse(String(line).utf8, file: "predictions").object()
      counts[try object.required("task").string(), default: 0] += 1
    }
    return counts
  }

  @Test func aValidationFile_isEvaluatedAndNeverTrainedOn() throws {
    let world = try Self.world()
    let counts = try Self.heldOut(world, "evaluation.heldOutInstancesPerTask=8")
    #expect(counts == ["colors": 3, "sizes": 2, "train": 8])
    let log = try world.folder.read("runs/small/log.txt")
    #expect(log.contains("10 examples of 'train' in dev.jsonl are held out; 8 of them are asked"), "\(log)")
    // Its file is part of what the run is made of.
    try world.folder.write(Self.lines(["red", "blue"], 100..<111), to: "dev.jsonl")
    let again = try world.run("recipe.json", "evaluation.heldOutInstancesPerTask=8")
    #expect(again.status == 64 && again.errors.contains("data.tasks[1].validation"), "\(again.errors)")
    let seen = try world.run("inspect", "recipe.json", "--export", "-", "--steps", "40")
    #expect(
      seen.status == 0 && seen.output.contains("say the word blue 29")
        && !seen.output.contains("word blue 103"))
  }

  /// An example that stands in both files is found before anything is trained on.
  @Test func overlap_isRefusedOrTakenOut() throws {
    let world = try Self.world(dev: Self.lines(["red", "blue"], 25..<35))
    let refused = try world.run("recipe.json")
    #expect(refused.status == 65, "\(refused.errors)")
    for part in ["  train: 5 of 30", "train.jsonl:26", "dev.jsonl:1"] {
      #expect(refused.errors.contains(part), "\(refused.errors)")
    }
    let removed = try world.run("validate", "recipe.json", "data.hygiene.remove=true")
    #expect(
      removed.status == 0 && removed.errors.contains("5 contaminated instances are taken out"),
      "\(removed.errors)")
  }

  @Test(arguments: [("10%", 2), ("50%", 12), ("1%", 1), ("96%", 23)])
  func aShareOfEachTask_isHeldOut(_ share: String, _ expected: Int) throws {
    let world = try SmallWorld()
    let counts = try Self.heldOut(
      world, "data.heldOutInstances=\(share)", "evaluation.heldOutInstancesPerTask=1000")
    #expect(counts == ["colors": expected, "sizes": 2])
  }
}
