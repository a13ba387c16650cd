import Foundation
import Testing

/// `--weights` and `--beside`: what is rounded says so.
@Suite struct WeightFormatTests {
  /// A model whose weights 16 bits hold: outputs and scores are the same, and tell that weights were rounded.
  @Test func representableWeightsGiveTheSame() throws {
    let (world, _) = try VerbTests.trained.get()
    let made = try world.run("export", "runs/small", "half", "--precision", "bfloat16", "--force")
    #expect(made.status == 0, "\(made.errors)")
    func lines(_ verb: String, _ arguments: [String], input: String) throws -> Command.Result {
      let result = try Command.run([verb, "half"] + arguments, in: world.path, input: input)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }
    let prompts = "red 1\nblue 2\ngreen 5\n"
    let exact = try lines("generate", ["--json", "--max-tokens", "5"], input: prompts)
    let rounded = try lines(
      "generate", ["--json", "--max-tokens", "5", "--weights", "bfloat16"], input: prompts)
    #expect(rounded.errors.contains("weights rounded to bfloat16"))
    #expect(!exact.errors.contains("weights") && !exact.output.contains("weights"))
    for (a, b) in zip(try exact.objects(), try rounded.objects()) {
      #expect(b["weights"] as? String == "bfloat16")
      #expect(a["output_ids"] as? [Int] == b["output_ids"] as? [Int])
      #expect(a["score"] as? Double == b["score"] as? Double)
    }
    let pairs = #"{"inputs": "red 1", "targets": "red"}"# + "\n" + #"{"inputs": "blue 1", "targets": "red"}"#
    let scores = try lines(
      "score", ["--input", "-", "--weights", "bfloat16", "--beside", "float32"], input: pairs)
    #expect(
      scores.errors.contains(
        "bfloat16 beside float32: 2 targets of 8 tokens; log-probabilities of tokens differ by 0.000000 in the mean "
          + "(0.000000 without signs), by 0.000000 at most"))
    #expect(try scores.objects().allSatisfy { $0["weights"] as? String == "bfloat16" })
    #expect(try lines("score", ["--input", "-"], input: pairs).output.contains("weights") == false)
  }

  /// Eight bits change something, and that is told.
  @Test func whatRoundingChangesIsTold() throws {
    let (world, _) = try VerbTests.trained.get()
    let scores = try world.run(
      "score", "runs/small", "--input", "-", "--weights", "int8", "--beside", "float32",
      input: #"{"inputs": "red 1", "targets": "red"}"#)
    #expect(scores.status == 0 && scores.errors.contains("int8 beside float32: 1 targets of 4 tokens;"))
    #expect(!scores.errors.contains("by 0.000000 at most"), "\(scores.errors)")
    let answers = try world.run(
      "generate", "runs/small", "--weights", "float32", "--beside", "float32", "--max-tokens", "4",
      input: "red 1\nblue 2\n")
    #expect(answers.status == 0 && answers.outputLines.count == 2)
    #expect(answers.errors.contains("float32 beside float32: 2 of 2 answers are the same; 100.00% of"))
    #expect(
      answers.output
        == (try world.run("generate", "runs/small", "--max-tokens", "4", input: "red 1\nblue 2\n").output))
    let one = try world.run("generate", "runs/small", "red 1", "--weights", "int8", "--beside", "float32")
    #expect(one.status == 0 && one.errors.contains("of 1 answers are the same"), "\(one.errors)")
  }

  @Test func heldOutScoresSayIt() throws {
    let (world, _) = try VerbTests.trained.get()
    let table = try world.run("eval", "runs/small", "--weights", "int8")
    #expect(table.status == 0 && table.output.contains("weights rounded to int8"), "\(table.errors)")
    let summary = try world.run("eval", "runs/small", "--weights", "int8", "--json")
    #expect(summary.output.contains(#""weights" : "int8""#), "\(summary.output)")
    #expect(try world.run("eval", "runs/small", "--json").output.contains("\"weights\"") == false)
  }

  /// Answers of a rounded model have a folder of their own, and every file of it says so.
  @Test func suiteOutputsSayIt() throws {
    let world = try EvaluateModelOnSuitesTests.world()
    let arguments = ["eval", "runs/small", "--suite", "words.json", "--data", "data"]
    let exact = try Command.run(arguments, in: world.path, input: "")
    let rounded = try Command.run(arguments + ["--weights", "int8"], in: world.path, input: "")
    #expect(exact.status == 0 && rounded.status == 0, "\(rounded.errors)")
    #expect(rounded.output.contains("weights rounded to int8") && !exact.output.contains("rounded"))
    let folders = try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/runs/small/suites")
      .sorted()
    #expect(folders.count == 2 && folders[1] == folders[0] + "-int8")
    for (folder, says) in zip(folders, [false, true]) {
      for file in ["summary.json", "words/summary.json", "words/one.jsonl"] {
        let text = try world.folder.read("runs/small/suites/\(folder)/\(file)")
        #expect(text.contains("int8") == says, "\(folder)/\(file)")
      }
    }
  }

  static let mistakes: [(arguments: [String], says: String)] = [
    (
      ["generate", "runs/small", "red", "--weights", "int9"],
      "'int9' is no format of weights. Did you mean 'int8'?"
    ),
    (["score", "runs/small", "--input", "-", "--weights", "bf16"], "bfloat16"),
    (["score", "runs/small", "--input", "-", "--beside", "float"], "Did you mean 'float32'?"),
    (["eval", "runs/small", "--weights"], "Missing value for '--weights"),
    (["eval", "--predictions", "p.jsonl", "--weights", "int8"], "--weights is for models."),
    (["recipe.json", "--weights", "int8"], "'--weights'"),
    (["resume", "runs/small", "--weights", "int8"], "'--weights'"),
    (["generate", "runs/small", "red", "--stream", "--beside", "int8"], "--beside is for prompts"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreRefused(_ arguments: [String], _ says: String) throws {
    let (world, _) = try VerbTests.trained.get()
    let result = try Command.run(arguments, in: world.path, input: "")
    #expect(result.status == 64 && result.errors.contains(says), "\(result.errors)")
  }
}
