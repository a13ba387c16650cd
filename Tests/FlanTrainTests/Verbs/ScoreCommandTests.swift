import Foundation
import Testing

@Suite struct ScoreCommandTests {
  /// Ids need no tokenizer in the folder; scores come in the order of the lines.
  @Test(arguments: ReferenceFolder.names)
  func scoresAreThoseOfTransformers(_ name: String) throws {
    let reference = try ReferenceFolder(name)
    let world = try SmallWorld()
    let pairs = reference.pairs + reference.pairs.reversed()
    try world.folder.write(
      ReferenceFolder.lines(
        pairs.map { ["input_ids": $0["inputs"] ?? [], "target_ids": $0["targets"] ?? []] }), to: "pairs.jsonl"
    )
    let result = try world.run("score", reference.path, "--input", "pairs.jsonl")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let objects = try result.objects()
    #expect(objects.count == pairs.count && pairs.count >= 6)
    for (made, expected) in zip(objects, pairs) {
      let values = try #require(made["tokenLogProbabilities"] as? [Double])
      let references = try #require(expected["tokenLogProbabilities"] as? [Double])
      #expect(values.count == references.count && made["tokens"] as? Int == values.count)
      #expect(zip(values, references).allSatisfy { abs($0 - $1) < 2e-5 * (1 + abs($1)) })
      let sum = try #require(made["logProbability"] as? Double)
      #expect(abs(sum - (expected["logProbability"] as? Double ?? 0)) < 1e-4)
    }
  }

  @Test func textGetsItsEnd() throws {
    let (world, _) = try VerbTests.trained.get()
    // Bytes have the ids 3 above them, and 1 is the end.
    let lines = """
      {"inputs": "red 1", "targets": "red"}
      {"input_ids": [117, 104, 103, 35, 52, 1], "target_ids": [117, 104, 103, 1]}
      {"inputs": "red 1", "target_ids": [117, 104, 103]}
      {"inputs": "red 1", "targets": ""}
      {"inputs": "red 1", "target_ids": []}
      """
    let result = try world.run("score", "runs/small", "--input", "-", input: lines)
    #expect(result.status == 0, "\(result.errors)")
    let objects = try result.objects()
    #expect(objects.map { $0["tokens"] as? Int } == [4, 4, 3, 1, 0])
    #expect(objects[0] as NSDictionary == objects[1] as NSDictionary)
    #expect(objects[4]["logProbability"] as? Double == 0)
    let (whole, cut) = (
      objects[0]["tokenLogProbabilities"] as? [Double], objects[2]["tokenLogProbabilities"] as? [Double]
    )
    #expect(whole.map { Array($0.prefix(3)) } == cut)
    // The generated answer's score is the score of the answer.
    let made = try #require(
      try world.run("generate", "runs/small", "red 1", "--max-tokens", "20", "--json").objects().first)
    let ids = (made["output_ids"] as? [Int] ?? []) + (made["ended"] as? Bool == true ? [1] : [])
    let score = try world.run(
      "score", "runs/small", "--input", "-", input: "{\"inputs\": \"red 1\", \"target_ids\": \(ids)}")
    let sum = try #require(try score.objects().first?["logProbability"] as? Double)
    #expect(abs(sum / Double(ids.count) - (made["score"] as? Double ?? 0)) < 1e-4)
  }

  @Test func manyLinesOfManyLengthsComeBackInOrder() throws {
    let (world, _) = try VerbTests.trained.get()
    let pairs = (0..<1200).map { index in
      [
        "inputs": String(repeating: "red ", count: index % 37),
        "targets": String(repeating: "b", count: index % 11),
      ]
    }
    try world.folder.write(ReferenceFolder.lines(pairs), to: "many.jsonl")
    let result = try world.run("score", "runs/small", "--input", "many.jsonl")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try result.objects().map { $0["tokens"] as? Int } == (0..<1200).map { $0 % 11 + 1 })
  }
}
