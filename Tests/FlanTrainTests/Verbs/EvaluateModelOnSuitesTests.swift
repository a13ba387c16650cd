import Foundation
import JSON
import Testing

/// `eval MODEL --suite`.
@Suite struct EvaluateModelOnSuitesTests {
  static let suite = """
    {"name": "words", "family": "words", "title": "Words", "prompting": "direct", "shots": 2, "maximumTokens": 6,
     "answer": "whole", "metrics": ["exact-match", "squad-f1"], "randomBaseline": 0.25,
     "data": {"layout": "json-lines", "folders": ["words"], "splits": {"test": "{task}.jsonl"}},
     "workedExamples": {"layout": "json-lines", "path": "shots.jsonl"},
     "prompt": {"instruction": "{subject}.", "example": "{question} = {answer}", "question": "{question} ="},
     "tasks": ["one", "two"]}
    """

  /// A trained run, a suite, and its data below a folder of data.
  static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    try world.folder.write(suite, to: "words.json")
    for task in ["one", "two"] {
      let lines = (0..<9).map {
        #"{"id": "\#(task)-\#($0)", "input": "say \#($0)", "target": ["\#($0 % 2 == 0 ? "red" : "blue")"], "options": ["red", "blue"]}"#
      }
      try world.folder.write(lines.joined(separator: "\n"), to: "data/words/\(task).jsonl")
    }
    try world.folder.write(
      "{\"input\": \"a\", \"target\": \"red\"}\n{\"input\": \"b\", \"target\": \"blue\"}",
      to: "data/words/shots.jsonl")
    #expect(try world.run("recipe.json").status == 0)
    return world
  }

  private static func json(_ text: String) throws -> JSONObject {
    try JSONDocument.parse(Array(text.utf8), file: "output").object()
  }

  /// The scores of a run's answers are those of its files scored as outputs made elsewhere.
  @Test func answersAreWritten_andScoreTheSame() throws {
    let world = try Self.world()
    let outcome = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--data", "data", "--limit", "5", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try Self.json(outcome.output).required("suites").array()[0].object()
    #expect(try report.required("count").integer() == 10)
    let prompts = try report.required("prompts").object()
    let parts = try ["whole", "fewerShots", "cut"].reduce(0) { try $0 + prompts.required($1).integer() }
    #expect(try prompts.required("asked").integer() == parts && parts == 10)
    #expect(try prompts.required("available").integer() == 18)
    let steps = try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/runs/small/suites")
    let folder = "runs/small/suites/\(try #require(steps.first))"
    #expect(steps.count == 1)
    let answers = try ["one", "two"].map { try world.folder.read("\(folder)/words/\($0).jsonl") }
    try world.folder.write(answers.joined(), to: "answers.jsonl")
    let again = try world.run(
      "eval", "--suite", "words.json", "--predictions", "answers.jsonl", "--data", "data", "--partial",
      "--json")
    #expect(again.status == 0, "\(again.errors)")
    let second = try Self.json(again.output)
    for key in ["mean", "normalizedMean", "withoutAnswer", "standardError"] {
      #expect(try second.required(key).double() == report.required(key).double())
    }
    let line = try Self.json(String(answers[0].prefix { $0 != "\n" }))
    for key in ["prompt", "prediction", "answer", "scores", "shots", "hitLimit", "id", "target", "isCut"] {
      #expect(line[key] != nil, "\(key)")
    }
    let summary = try Self.json(world.folder.read("\(folder)/summary.json"))
    #expect(try summary.required("suites").array().count == 1)
    #expect(try summary.required("step").integer() > 0)
  }

  /// The same bytes whatever the batch and the number of threads.
  @Test func scoresDoNotDependOnBatchOrThreads() throws {
    let world = try Self.world()
    var files: Set<String> = []
    for (batch, threads) in [("1", "1"), ("4", "2"), ("18", "1")] {
      let outcome = try world.run(
        "eval", "runs/small/best", "--suite", "words.json", "--data", "data", "--batch", batch, "--threads",
        threads, "--output", "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      files.insert(try world.folder.read("out/words/one.jsonl") + world.folder.read("out/words/two.jsonl"))
    }
    #expect(files.count == 1)
  }

  @Test func tablesAreForPeople() throws {
    let world = try Self.world()
    let outcome = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--data", "data/words", "--likelihood", "--loss")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("mean of 2 tasks") && outcome.output.contains("by likelihood"))
    #expect(outcome.errors.contains("words | 18/18 questions") && outcome.errors.contains("answers: "))
  }

  @Test func modelsAreCompared() throws {
    let world = try Self.world()
    let outcome = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--data", "data", "--compare", SmallWorld.checkpoint(4),
      "--likelihood", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let root = try Self.json(outcome.output)
    let comparison = try root.required("comparisons").object().required("words").object()
    #expect(try (0...1).contains(comparison.required("pValue").double()))
    #expect(try comparison.required("tasks").array().count == 2)
    let same = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--data", "data", "--compare", "runs/small/best")
    #expect(same.status == 0 && same.output.contains("1.0000"), "\(same.output)")
  }

  @Test func storedOutputs_areCompared() throws {
    let world = try Self.world()
    func lines(_ answer: String) -> String {
      (0..<8).map { #"{"task": "one", "id": \#($0), "prediction": "\#(answer)", "target": "red"}"# }.joined(
        separator: "\n")
    }
    try world.folder.write(lines("red"), to: "a.jsonl")
    try world.folder.write(lines("blue"), to: "b.jsonl")
    let outcome = try world.run(
      "eval", "--suite", "words.json", "--predictions", "a.jsonl", "--compare", "b.jsonl", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let root = try Self.json(outcome.output)
    #expect(try root.required("difference").double() == 1)
    let task = try root.required("tasks").array()[0].object()
    #expect(try abs(task.required("pValue").double() - 2.0 / 256) < 1e-12)
    #expect(try task.required("wins").integer() == 8)
  }

  /// A call, its exit code, and what it says.
  @Test func wrongCalls_areRefused() throws {
    let world = try Self.world()
    try world.folder.write(Self.suite.replacing("shots.jsonl", with: "shot.jsonl"), to: "shotless.json")
    try world.folder.write(Self.suite.replacing("{question} =\"", with: "{premise} =\""), to: "premise.json")
    try world.folder.write(EvaluateSuiteCommandTests.suite, to: "bare.json")
    try world.folder.write("", to: "data/empty/one.jsonl")
    try world.folder.write("not a folder", to: "file")
    let base = ["eval", "runs/small", "--suite", "words.json", "--data", "data"]
    let calls: [([String], Int32, String)] = [
      (["eval", "runs/small", "--suite", "words.json"], 64, "needs --data"),
      (["eval", "runs/small", "--data", "data"], 64, "--data is for --suite"),
      (["eval", "runs/small", "--limit", "3"], 64, "--limit is for --suite"),
      (["eval", "runs/small", "--compare", "x"], 64, "--compare is for --suite"),
      (base + ["train.steps=1"], 64, "not for --suite"), (base + ["--limit", "0"], 64, "--limit"),
      (base + ["--batch", "0"], 64, "--batch"), (base + ["--input-length", "2"], 64, "--input-length"),
      (base + ["--shots", "-1"], 64, "--shots"), (base + ["--split", "dev"], 64, "no split 'dev'"),
      (["eval", "runs/small", "--suite", "wods", "--data", "data"], 64, "there is no suite 'wods'"),
      (["eval", "runs/small", "--suite", "words.json", "--data", "dat"], 65, "Did you mean 'data'?"),
      (["eval", "runs/small", "--suite", "words.json", "--data", "data/empty"], 65, "one.jsonl"),
      (["eval", "runs/smal", "--suite", "words.json", "--data", "data"], 65, "Did you mean 'small'?"),
      (["eval", "runs/small", "--suite", "bare.json", "--data", "data"], 65, "how a model is asked"),
      (
        ["eval", "runs/small", "--suite", "shotless.json", "--data", "data"], 65,
        "Did you mean 'shots.jsonl'?"
      ),
      (
        ["eval", "runs/small", "--suite", "premise.json", "--data", "data"], 65,
        "one.jsonl:1:1: has no text 'premise'"
      ),
      (base + ["--output", "file"], 65, "must be a folder"),
      (base + ["--compare", "nothing"], 65, "nothing"),
      (["eval", "--suite", "words.json", "--predictions", "x", "--limit", "3"], 64, "--limit is for models"),
      (["eval", "--suite", "all", "--predictions", "x"], 64, "on one suite"),
    ]
    for (arguments, status, message) in calls {
      let outcome = try Command.run(arguments, in: world.path)
      #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs/small/suites"))
  }

  /// A suite of which nothing is there is told and left out where the call says so.
  @Test(.enabled(if: Command.findsShippedRecipes))
  func partialRuns_leaveOutWhatIsNotThere() throws {
    let world = try Self.world()
    let outcome = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--suite", "bbh-direct", "--data", "data", "--partial",
      "--limit", "2")
    #expect(outcome.status == 0 && outcome.errors.contains("no data of the suite 'bbh-direct'"))
    let none = try world.run(
      "eval", "runs/small", "--suite", "bbh-direct", "--data", "data", "--partial")
    #expect(none.status == 65)
    let other = Self.suite.replacingOccurrences(of: #""test""#, with: #""dev""#)
      .replacingOccurrences(of: #""name": "words""#, with: #""name": "other""#)
    try world.folder.write(other, to: "other.json")
    let mixed = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--suite", "other.json", "--data", "data", "--partial",
      "--limit", "2", "--split", "dev")
    #expect(mixed.status == 0 && mixed.errors.contains("the suite 'words' has no split 'dev'"))
    let alone = try world.run(
      "eval", "runs/small", "--suite", "words.json", "--data", "data", "--partial", "--split", "dev")
    #expect(alone.status == 64)
  }
}
