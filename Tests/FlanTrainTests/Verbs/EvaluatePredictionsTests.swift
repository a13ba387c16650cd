import Foundation
import JSON
import Testing

/// `eval --predictions` of what a run has written: the same scores as the run's own.
@Suite struct EvaluatePredictionsTests {
  private static let evaluation = "runs/small/eval/step-00000006"

  /// A run with candidates, ids, rationales and a suite.
  private static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    for (name, words) in [("colors", ["red", "blue", "green"]), ("sizes", ["big", "small"])] {
      let entries = (0..<12).map { index in
        let word = words[index % words.count]
        let candidates = words.map { "\"\($0)\"" }.joined(separator: ", ")
        return "{\"id\": \"\(name)-\(index)\", \"input\": \"\(word) \(index)\", \"output\": [\"\(word)\"], "
          + "\"candidates\": [\(candidates)], \"rationale\": \"It says \(word).\"}"
      }
      try world.folder.write(
        "{\"Definition\": [\"Say the word.\"], \"Cluster\": \"\(name)\", \"Instances\": [\n"
          + entries.joined(separator: ",\n") + "\n]}", to: "tasks/\(name).json")
    }
    try world.folder.write(EvaluateModelOnSuitesTests.suite, to: "words.json")
    for task in ["one", "two"] {
      let lines = (0..<4).map { #"{"input": "say \#($0)", "target": "red", "options": ["red", "blue"]}"# }
      try world.folder.write(lines.joined(separator: "\n"), to: "data/words/\(task).jsonl")
    }
    try world.folder.write("{\"input\": \"a\", \"target\": \"red\"}", to: "data/words/shots.jsonl")
    try world.edit(
      "recipe.json", #""formats": ["zero-shot"],"#,
      #""formats": ["zero-shot", "zero-shot-cot"], "suites": [{"suite": "words.json", "data": "data", "shots": 1}],"#
    )
    #expect(try world.run("recipe.json").status == 0)
    return world
  }

  private static func json(_ text: String) throws -> JSONObject {
    try JSONDocument.parse(Array(text.utf8), file: "output").object()
  }

  @Test func aRunsPredictions_nameTheirInstances_andScoreTheSame() throws {
    let world = try Self.world()
    let file = "\(Self.evaluation)/predictions.jsonl"
    let lines = try world.folder.read(file).split(separator: "\n").map { try Self.json(String($0)) }
    #expect(lines.count == 8)
    for line in lines {
      let text = try world.folder.read(line.required("file").string()).split(separator: "\n")
      let instance = text[try line.required("line").integer() - 1]
      #expect(instance.contains("\"id\": \"\(try line.required("id").string())\""))
    }
    let outcome = try world.run("eval", "--predictions", file, "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let groups = try Self.json(outcome.output).required("groups").array().map { try $0.object() }
    let summary = try Self.json(world.folder.read("\(Self.evaluation)/summary.json"))
    let expected = try summary.required("groups").array().map { try $0.object() }
    #expect(groups.count == 2 && expected.count == 2)
    for (group, known) in zip(groups, expected) {
      #expect(try group.required("name").string() == known.required("name").string())
      for key in ["exactMatch", "chance", "normalized", "strictExactMatch", "answerPhraseRate", "score"] {
        #expect(try group.required(key).double() == known.required(key).double(), "\(key)")
      }
      let rows = try zip(group.required("rows").array(), known.required("rows").array())
      for (row, known) in rows {
        for key in ["examples", "correct", "majorityCorrect", "chance", "normalized"] {
          #expect(try row.object().required(key).double() == known.object().required(key).double(), "\(key)")
        }
      }
    }
    let chances = try groups.map { try $0.required("chance").double() }
    #expect(abs(chances[0] - 1 / 3.0) < 1e-12 && chances[1] == 0.5)
    let table = try world.run("eval", "--predictions", file, "--by-task")
    #expect(table.output.contains("normalized") && table.output.contains("\"answer is\""))
  }

  @Test func aSuitesFolder_scoresTheSame_andHasColumns() throws {
    let world = try Self.world()
    let outcome = try world.run(
      "eval", "--suite", "words.json", "--predictions", "\(Self.evaluation)/suites/words", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let again = try Self.json(outcome.output)
    let summary = try Self.json(world.folder.read("\(Self.evaluation)/summary.json"))
    let report = try summary.required("suites").array()[0].object()
    for key in ["mean", "count", "withoutAnswer"] {
      #expect(try again.required(key).double() == report.required(key).double(), "\(key)")
    }
    let table = try world.folder.read("runs/small/metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let column = try #require(table[0].firstIndex(of: "suites/words/mean"))
    let zLoss = try #require(table[0].firstIndex(of: "zLoss"))
    let last = try #require(table.last { $0[1] == "evaluation" })
    #expect(Double(last[column]) == (try report.required("mean").double()))
    #expect(table.dropFirst().allSatisfy { ($0[1] == "step") == ((Double($0[zLoss]) ?? 0) > 0) })
    #expect(table.allSatisfy { $0.count == table[0].count })
  }

  /// Calls that do not go together, and files that are no predictions of a run.
  @Test(
    arguments: [
      (["eval", "--predictions", "p.jsonl", "--data", "x"], 64),
      (["eval", "--predictions", "none.jsonl"], 65),
      (["eval", "--predictions", "p.jsonl"], 65), (["eval"], 64),
    ] as [([String], Int32)])
  func wrongCalls_areRefused(_ arguments: [String], _ status: Int32) throws {
    let world = try SmallWorld()
    try world.folder.write(#"{"task": "t", "prediction": "x", "target": "y"}"#, to: "p.jsonl")
    let outcome = try Command.run(arguments, in: world.path)
    #expect(outcome.status == status, "\(outcome.errors)")
    if arguments.count == 3, arguments[2] == "p.jsonl" {
      #expect(outcome.errors.contains("p.jsonl:1") && outcome.errors.contains("--suite"))
    }
  }
}
