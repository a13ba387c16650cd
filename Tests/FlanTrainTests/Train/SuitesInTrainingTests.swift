import Foundation
import JSON
import Testing

/// A run whose recipe names a suite that the model is asked at every evaluation.
@Suite struct SuitesInTrainingTests {
  private static func world(
    metric: String = "suites/words/loss",
    suite: String = #"{"suite": "words.json", "data": "data", "limit": 5}"#
  ) throws -> SmallWorld {
    let world = try SmallWorld()
    try world.folder.write(EvaluateModelOnSuitesTests.suite, to: "words.json")
    for task in ["one", "two"] {
      let lines = (0..<9).map {
        #"{"input": "Which word is the \#($0) th of the list of \#(task)?", "target": "\#($0 % 2 == 0 ? "red" : "blue")", "options": ["red", "blue"]}"#
      }
      try world.folder.write(lines.joined(separator: "\n"), to: "data/words/\(task).jsonl")
    }
    try world.folder.write(
      "{\"input\": \"a\", \"target\": \"red\"}\n{\"input\": \"b\", \"target\": \"blue\"}",
      to: "data/words/shots.jsonl")
    try world.edit(
      "recipe.json", #""bestMetric": "heldOutInstances/loss""#,
      #""suites": [\#(suite)], "bestMetric": "\#(metric)""#)
    return world
  }

  private static func summary(_ world: SmallWorld, _ step: Int) throws -> JSONObject {
    let text = try world.folder.read("runs/small/eval/step-0000000\(step)/summary.json")
    return try JSONDocument.parse(Array(text.utf8), file: "summary").object()
  }

  /// Scores in training, their metric, their files, and the same again afterwards.
  @Test func scoresInTraining_areThoseAfterwards() throws {
    let world = try Self.world()
    let outcome = try world.run("recipe.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("words") && outcome.errors.contains("words: exact-match"))
    let report = try Self.summary(world, 6).required("suites").array()[0].object()
    #expect(try report.required("count").integer() == 10 && report.required("loss").double() > 0)
    let done = try JSONDocument.parse(Array(world.folder.read("runs/small/DONE").utf8), file: "DONE").object()
    #expect(try done.required("bestMetric").string() == "suites/words/loss")
    let lines = try world.folder.read("runs/small/metrics.jsonl")
    #expect(lines.contains(#""suites/words/mean":"#) && lines.contains(#""suites/words/loss":"#))
    #expect(try world.folder.read("runs/small/report.html").contains("Published suites after "))
    #expect(
      try world.folder.read("runs/small/eval/step-00000006/suites/words/one.jsonl").contains("prediction"))
    let again = try world.run("eval", SmallWorld.checkpoint(6), "--json")
    #expect(again.status == 0, "\(again.errors)")
    let second = try JSONDocument.parse(Array(again.output.utf8), file: "output").object()
      .required("suites").array()[0].object()
    for key in ["mean", "loss", "normalizedMean"] {
      #expect(try second.required(key).double() == report.required(key).double())
    }
  }

  /// A recipe, the exit code, and what is said of it.
  @Test(
    arguments: [
      ("suites/word/mean", #"{"suite": "words.json", "data": "data"}"#, 64, "Did you mean 'words'?"),
      (
        "suites/words/loss", #"{"suite": "words.json", "data": "data", "loss": false}"#, 64, "is not computed"
      ),
      ("suites/words/mien", #"{"suite": "words.json", "data": "data"}"#, 64, "the name of no score"),
      ("suites/words/mean", #"{"suite": "words.json", "data": "dat"}"#, 65, "Did you mean 'data'?"),
      ("suites/words/mean", #"{"suite": "word.json", "data": "data"}"#, 65, "Did you mean 'words.json'?"),
      (
        "suites/words/mean", #"{"suite": "words.json", "data": "data", "split": "dev"}"#, 64, "no split 'dev'"
      ),
      ("suites/words/mean", #"{"suite": "words.json", "data": "tasks"}"#, 65, "one.jsonl"),
      (
        "suites/words/mean",
        #"{"suite": "words.json", "data": "data"}, {"suite": "words.json", "data": "data"}"#, 64,
        "stands twice"
      ),
    ] as [(String, String, Int32, String)])
  func wrongSuites_areRefused(_ metric: String, _ suite: String, _ status: Int32, _ message: String) throws {
    let world = try Self.world(metric: metric, suite: suite)
    let outcome = try world.run("recipe.json")
    #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
  }

  /// The questions of a suite are held-out texts: a task that has one is not trained on.
  @Test func questionsAreNotTrainedOn() throws {
    let world = try Self.world(metric: "heldOutInstances/loss")
    let question = "Which of these many long words of the list would you say is the very first one of all"
    try world.folder.write(
      #"{"input": "\#(question)", "target": "red", "options": ["red", "blue"]}"#, to: "data/words/one.jsonl")
    try world.edit("tasks/colors.json", #"{"input": "red 0""#, #"{"input": "\#(question)""#)
    let outcome = try world.run("recipe.json")
    #expect(outcome.status == 65 && outcome.errors.contains("one.jsonl:1"), "\(outcome.errors)")
  }
}
