import Foundation
import JSON
import Testing
import TestSupport

/// `eval --suite --predictions`.
@Suite struct EvaluateSuiteCommandTests {
  static let suite = """
    {"name": "mine", "title": "Mine", "prompting": "chain-of-thought", "shots": 3, "maximumTokens": 8,
     "answer": "after-answer-is", "metrics": ["exact-match"], "randomBaseline": 0.5,
     "data": {"layout": "json-lines", "splits": {"test": "{task}.jsonl"}}, "tasks": ["one", "two"]}
    """
  static let outputs = """
    {"task": "two", "prediction": "So the answer is (A).", "target": "(A)"}
    {"task": "one", "prediction": "The answer is 1. So the answer is 2.", "target": "2"}
    {"task": "one", "prediction": "I do not know.", "target": "2"}

    """

  static func world() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(suite, to: "mine.json")
    try folder.write(outputs, to: "outputs.jsonl")
    return folder
  }

  @Test func json_hasScoresAsFractions() throws {
    let folder = try Self.world()
    let outcome = try Command.run(
      ["eval", "--suite", "mine.json", "--predictions", "outputs.jsonl", "--json"], in: folder.path)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let root = try JSONDocument.parse(Array(outcome.output.utf8), file: "output").object()
    #expect(try root.required("suite").string() == "mine")
    #expect(try root.required("metric").string() == "exact-match")
    #expect(try root.required("mean").double() == 0.75)
    #expect(try root.required("normalizedMean").double() == 0.5)
    #expect(try root.required("standardError").double() > 0)
    #expect(try abs(root.required("withoutAnswer").double() - 1.0 / 3) < 1e-12)
    let tasks = try root.required("tasks").array().map { try $0.object() }
    #expect(try tasks.map { try $0.required("task").string() } == ["one", "two"])
    #expect(try tasks.map { try $0.required("score").double() } == [0.5, 1])
    #expect(try tasks.map { try $0.required("count").integer() } == [2, 1])
    #expect(try tasks.map { try $0.required("normalized").double() } == [0, 1])
  }

  @Test func table_isForPeople() throws {
    let folder = try Self.world()
    let outcome = try Command.run(
      ["eval", "--suite", "mine.json", "--predictions", "outputs.jsonl"], in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("mine: chain-of-thought, 3-shot"))
    #expect(outcome.output.contains("mean of 2 tasks"))
  }

  @Test(.enabled(if: Command.findsShippedRecipes))
  func shippedSuite_isFoundFromAnywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"task": "navigate", "prediction": "Yes ", "target": "Yes"}"#, to: "p.jsonl")
    let outcome = try Command.run(
      ["eval", "--suite", "bbh-direct", "--predictions", "p.jsonl", "--json"], in: folder.path)
    #expect(outcome.status == 0 && outcome.output.contains("\"mean\" : 1,"))
  }

  /// A call, its exit code, and what it says.
  @Test(
    arguments: [
      (["--suite", "mine.json"], 64, "--predictions"), ([], 64, "Name a model"),
      (["m", "--suite", "mine.json"], 64, "needs --data"),
      (["m", "--suite", "mine.json", "--predictions", "outputs.jsonl"], 64, "exclude each other"),
      (["--suite", "mine.json", "--predictions", "outputs.jsonl", "--split", "test"], 64, "--split"),
      (["--suite", "mine.json", "--predictions", "outputs.jsonl", "--by-task"], 64, "--by-task"),
      (["--suite", "bbh-derect", "--predictions", "outputs.jsonl"], 64, "there is no suite 'bbh-derect'"),
      (["--suite", "mien.json", "--predictions", "outputs.jsonl"], 65, "Did you mean 'mine.json'?"),
      (["--suite", "mine.json", "--predictions", "output.jsonl"], 65, "Did you mean 'outputs.jsonl'?"),
      (["--suite", "outputs.jsonl", "--predictions", "outputs.jsonl"], 65, "outputs.jsonl:2:1"),
      (["--suite", "mine.json", "--predictions", "mine.json"], 65, "mine.json:1"),
      (["--suite", "mine.json", "--predictions", "outputs.jsonl", "--data", "nowhere"], 65, "nowhere"),
      (["--suite", "mine.json", "--predictions", "outputs.jsonl", "--data", "."], 65, "one.jsonl"),
      (
        ["--suite", "mine.json", "--predictions", "outputs.jsonl", "--data", ".", "--split", "tst"], 64,
        "'test'"
      ),
      (
        ["--suite", "mine.json", "--predictions", "stray.jsonl"], 65,
        "stray.jsonl:1: the suite 'mine' has no task 'ones'"
      ),
    ] as [([String], Int32, String)])
  func wrongCalls_areRefused(_ arguments: [String], _ status: Int32, _ message: String) throws {
    let folder = try Self.world()
    try folder.write(#"{"task": "ones", "prediction": "x", "target": "x"}"#, to: "stray.jsonl")
    let outcome = try Command.run(["eval"] + arguments, in: folder.path)
    #expect(outcome.status == status && outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
