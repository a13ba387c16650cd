import Foundation
import Testing

@Suite struct GenerateCommandTests {
  @Test func answersAPrompt_andLines() throws {
    let (world, _) = try VerbTests.trained.get()
    let one = try world.run("generate", "runs/small", "red 1", "--max-tokens", "5", "--threads", "1")
    #expect(one.status == 0 && one.errors.isEmpty)
    let streamed = try world.run(
      "generate", "runs/small", "red 1", "--max-tokens", "5", "--threads", "1", "--stream")
    #expect(streamed.output == one.output)
    let lines = try world.run(
      "generate", "runs/small/best", "--max-tokens", "5", "--json", "--batch", "2", "--threads", "1",
      input: "red 1\nblue 2\n\nred 1")
    #expect(lines.status == 0, "\(lines.errors)")
    let objects = try lines.objects()
    #expect(objects.map { $0["prompt"] as? String } == ["red 1", "blue 2", "", "red 1"])
    #expect(objects.allSatisfy { ($0["output_ids"] as? [Int]).map { $0.count <= 5 } ?? false })
    #expect(objects.allSatisfy { ($0["score"] as? Double).map { $0 < 0 } ?? false })
    #expect(objects[0]["output"] as? String == one.output.trimmingCharacters(in: .newlines))
    #expect(objects[3]["output"] as? String == objects[0]["output"] as? String)
    #expect(try world.run("generate", "runs/small", input: "").output.isEmpty)
  }

  @Test func answersJSONLines_asPlainOnes() throws {
    let (world, _) = try VerbTests.trained.get()
    let plain = try world.run("generate", "runs/small", "--max-tokens", "4", input: "red 1\nblue 2\n")
    let lines = "{\"inputs\": \"red 1\"}\n\n{\"inputs\": \"blue 2\", \"targets\": \"blue\"}\n"
    let piped = try world.run("generate", "runs/small", "--max-tokens", "4", "--input", "-", input: lines)
    #expect(piped.status == 0 && piped.output == plain.output && plain.outputLines.count == 2)
    try world.folder.write(lines, to: "prompts.jsonl")
    let read = try world.run("generate", "runs/small", "--max-tokens", "4", "--input", "prompts.jsonl")
    #expect(read.output == plain.output)
  }

  /// Greedy and beam search as transformers does them, on a folder without a tokenizer.
  @Test(arguments: ReferenceFolder.names)
  func outputsAreThoseOfTransformers(_ name: String) throws {
    let reference = try ReferenceFolder(name)
    let world = try SmallWorld()
    for number in stride(from: 0, to: reference.cases.count, by: 11) {
      let row = reference.cases[number]
      let prompts = reference.batch(row["batch"] as? Int ?? 0)
      try world.folder.write(ReferenceFolder.lines(prompts.map { ["input_ids": $0] }), to: "prompts.jsonl")
      let most = row["maximumTokens"] as? Int ?? 0
      let result = try world.run(
        "generate", reference.path, "--input", "prompts.jsonl", "--json", "--beams", "\(row["beams"] ?? "")",
        "--length-penalty", "\(row["lengthPenalty"] ?? "")", "--max-tokens", "\(most)", "--min-tokens",
        "\(min(row["minimumTokens"] as? Int ?? 0, most))")
      #expect(result.status == 0, "\(result.errors)")
      let objects = try result.objects()
      #expect(objects.count == prompts.count)
      for output in row["outputs"] as? [ReferenceFolder.Object] ?? []
      where row["minimumTokens"] as? Int ?? 0 <= most {
        let made = objects[output["prompt"] as? Int ?? 0]
        let best = (output["hypotheses"] as? [ReferenceFolder.Object])?.first
        #expect(made["output_ids"] as? [Int] == best?["ids"] as? [Int], "case \(number)")
        #expect(made["ended"] as? Bool == best?["ended"] as? Bool)
        let (score, expected) = (made["score"] as? Double ?? 0, best?["score"] as? Double ?? 1)
        #expect(abs(score - expected) < 1e-4 * (1 + abs(expected)))
        #expect(made["output"] == nil && made["prompt"] == nil)
      }
    }
  }

  @Test func drawsAreAFunctionOfTheSeed() throws {
    let (world, _) = try VerbTests.trained.get()
    func draw(_ arguments: String...) throws -> String {
      let result = try Command.run(
        ["generate", "runs/small", "--max-tokens", "8", "--temperature", "2"] + arguments, in: world.path,
        input: "red 1\nred 1\nblue 2\n")
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
    let first = try draw("--seed", "1")
    #expect(try draw("--seed", "1", "--batch", "1") == first)
    #expect(try draw("--seed", "2") != first)
    // With one candidate there is nothing to draw.
    let greedy = try world.run(
      "generate", "runs/small", "--max-tokens", "8", input: "red 1\nred 1\nblue 2\n")
    #expect(try draw("--top-k", "1") == greedy.output)
    #expect(try draw("--top-p", "0.000001") == greedy.output)
  }
}
