import Foundation
import Testing

/// `inspect`: the data as the model sees it.
@Suite struct InspectCommandTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func step_showsRowsAndExamples_andWritesNothing() throws {
    let world = try SmallWorld()
    let result = try world.run("inspect", "recipe.json", "--step", "2")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for part in [
      "small  step 2 of 6", "row 3", "/96", "/24", "tasks/colors.json:", "zero-shot", "prompt  ", "target  ",
      "Say the word.", "[a] colors",
    ] { #expect(result.output.contains(part), "\(part) in \(result.output)") }
    #expect(!result.output.contains("\u{1B}"), "no colors in a pipe")
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
    #expect(try world.run("inspect", "recipe.json", "--step", "2").output == result.output)
  }

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func export_isTheMixtureAsTheModelSeesIt() throws {
    let world = try SmallWorld()
    let shares = "data.formats={\"zero-shot\": 1, \"few-shot\": 1}"
    let result = try world.run("inspect", "recipe.json", shares, "--export", "out.jsonl", "--steps", "3")
    #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
    #expect(result.errors.contains("examples of 3 steps in out.jsonl"))
    let text = try world.folder.read("out.jsonl")
    let examples = try lines(text)
    var index = 0
    for step in 1...3 {
      let page = try object(try world.run("inspect", "recipe.json", shares, "--step", "\(step)", "--json"))
      for (row, entry) in try #require(page["rows"] as? [[String: Any]]).enumerated() {
        for (place, segment) in try #require(entry["segments"] as? [[String: Any]]).enumerated() {
          let example = examples[index]
          index += 1
          #expect(example["step"] as? Int == step && example["row"] as? Int == row)
          #expect(example["segment"] as? Int == place + 1)
          #expect(example["inputs"] as? String == segment["prompt"] as? String)
          #expect(example["targets"] as? String == segment["target"] as? String)
          for key in ["task", "format", "template", "file", "line", "instance", "position"] {
            #expect("\(example[key] ?? "")" == "\(segment[key] ?? "")", "\(key)")
          }
          let ids = try #require(example["input_ids"] as? [Int])
          #expect(ids.count == segment["inputTokens"] as? Int && ids.last == 1)
          #expect(example["loss_weight"] as? Double == 1 && example["task_share"] as? Double == 1)
          #expect(example["sub_mixture"] as? String == "all" && example["truncated"] as? Bool == false)
        }
      }
    }
    #expect(index == examples.count && examples.contains { $0["format"] as? String == "few-shot" })
    let piped = try world.run("inspect", "recipe.json", shares, "--export", "-", "--steps", "3")
    #expect(piped.output == text)
    #expect(
      try world.run("inspect", "recipe.json", shares, "--export", "out.jsonl.gz", "--steps", "3").status == 0)
    let zipped = try world.folder.data("out.jsonl.gz")
    #expect(zipped.prefix(2) == Data([0x1F, 0x8B]) && zipped.count < text.utf8.count / 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: world.path).allSatisfy {
        !$0.hasPrefix(".partial-")
      }
    )
  }

  /// What was exported is read back as a source, with the same ids.
  @Test func export_isASource() throws {
    let world = try SmallWorld()
    #expect(try world.run("inspect", "recipe.json", "--export", "again/a.jsonl.gz").status == 74)
    try FileManager.default.createDirectory(
      atPath: "\(world.path)/again", withIntermediateDirectories: true)
    let result = try world.run("inspect", "recipe.json", "--export", "again/a.jsonl.gz", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let examples = try #require(try object(result)["examples"] as? Int)
    let check = try world.run(
      "validate", "recipe.json", "data.tasks=[{\"path\": \"again\"}]", "data.heldOutClusters=[]",
      "data.heldOutInstances=0", "evaluation.every=null")
    #expect(check.status == 0 && check.output.contains("\(examples)"), "\(check.errors)")
    #expect(try world.run("inspect", "recipe.json", "--export", "again").status == 74)
    #expect(try world.run("inspect", "recipe.json", "--export", "x", "--steps", "0").status == 64)
    #expect(try world.run("inspect", "recipe.json", "--export", "x", "--samples").status == 64)
  }

  @Test func color_isForTerminalsUnlessAskedFor() throws {
    let world = try SmallWorld()
    let always = try world.run("inspect", "recipe.json", "--color", "always").output
    #expect(always.contains("\u{1B}[38;5;"))
    let never = try world.run("inspect", "recipe.json", "--color", "never").output
    #expect(try world.run("inspect", "recipe.json").output == never)
    #expect(always.replacing(/\u{1B}\[[0-9;]*m/, with: "") == never)
    #expect(try world.run("inspect", "recipe.json", "--color", "sometimes").status == 64)
  }

  @Test func json_isOneObject_thatAgreesWithTheData() throws {
    let world = try SmallWorld()
    let page = try object(try world.run("inspect", "recipe.json", "--step", "1000000007", "--json"))
    #expect(page["step"] as? Int == 1_000_000_007 && page["stepsOfRun"] as? Int == 6)
    let rows = try #require(page["rows"] as? [[String: Any]])
    #expect(rows.count == 3)
    for row in rows {
      let segments = try #require(row["segments"] as? [[String: Any]])
      #expect(segments.reduce(0) { $0 + ($1["inputTokens"] as? Int ?? 0) } == row["inputTokens"] as? Int)
      for segment in segments {
        let line = try #require(segment["line"] as? Int)
        let text = try world.folder.read("tasks/colors.json").split(
          separator: "\n", omittingEmptySubsequences: false)
        let target = try #require(segment["target"] as? String)
        #expect(text[line - 1].contains("\"output\": [\"\(target)\"]"))
        #expect((segment["prompt"] as? String)?.utf8.count == (segment["inputTokens"] as? Int).map { $0 - 1 })
        #expect(target.utf8.count == (segment["targetTokens"] as? Int).map { $0 - 1 })
      }
    }
  }

  @Test(arguments: ["inspect", "plan", "validate"])
  func patternsOfClusters_tellHowManyTheyMatch(_ verb: String) throws {
    let world = try SmallWorld()
    let result = try world.run(verb, "recipe.json", "data.heldOutClusters=[\"siz*\"]")
    #expect(result.status == 0)
    #expect(
      result.errors.contains("'siz*' holds out 1 cluster with 1 task (data.heldOutClusters)"),
      "\(result.errors)")
    #expect(try !world.run(verb, "recipe.json").errors.contains("holds out"))
  }

  @Test func samples_statistics_ledger_loss() throws {
    let world = try SmallWorld()
    let shares = "data.formats={\"zero-shot\": 1, \"few-shot\": 1}"
    let samples = try object(
      try world.run("inspect", "recipe.json", shares, "--samples", "--task", "colors", "--json"))
    let formats = try #require(samples["samples"] as? [[String: Any]]).compactMap { $0["format"] as? String }
    #expect(formats == ["zero-shot", "few-shot"])
    let statistics = try object(
      try world.run("inspect", "recipe.json", "--statistics", "--steps", "8", "--json"))
    #expect(statistics["steps"] as? Int == 8)
    #expect((statistics["formats"] as? [[String: Any]])?.first?["share"] as? Double == 1)
    let ledger = try object(try world.run("inspect", "recipe.json", "--ledger", "--steps", "4", "--json"))
    #expect(ledger["reconciles"] as? Bool == true && ledger["run"] == nil)
    let losses = try object(try world.run("inspect", "recipe.json", "--loss", "--json"))
    #expect(
      (losses["tasks"] as? [[String: Any]])?.compactMap { $0["task"] as? String } == ["colors", "sizes"])
    for view in ["--samples", "--statistics", "--ledger", "--loss"] {
      let result = try world.run("inspect", "recipe.json", view)
      #expect(result.status == 0 && result.outputLines.count > 3, "\(view) \(result.errors)")
    }
  }

  @Test func runFolder_hasItsOwnLedger() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json").status == 0)
    let own = try object(try world.run("inspect", "runs/small", "--ledger", "--json"))
    #expect(own["run"] as? String == "runs/small" && own["steps"] as? Int == 6)
    let foretold = try object(try world.run("inspect", "recipe.json", "--ledger", "--steps", "6", "--json"))
    #expect(own["total"] as? NSDictionary == foretold["total"] as? NSDictionary)
    #expect(own["tasks"] as? NSArray == foretold["tasks"] as? NSArray)
    let step = try world.run("inspect", "runs/small", "--step", "3")
    #expect(step.status == 0)
    #expect(try step.output == world.run("inspect", "recipe.json", "--step", "3").output)
  }

  /// A reader that takes one line and goes away is no failure, however long the page is.
  @Test func pipeToHead_isQuiet() throws {
    let world = try SmallWorld()
    let shell = Process()
    let errors = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c", "set -o pipefail; '\(Command.executable)' inspect recipe.json packing.rows=150 | head -n 1",
    ]
    shell.currentDirectoryURL = URL(fileURLWithPath: world.path)
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = errors
    try shell.run()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0 && text.isEmpty, "\(String(decoding: text, as: UTF8.self))")
  }

  private static let refused: [(String, Int32)] = [
    ("recipe.json --step 0", 64), ("recipe.json --step -3", 64),
    ("recipe.json --step 9223372036854775807", 64), ("recipe.json --step 1e30", 64),
    ("recipe.json --statistics --steps 0", 64), ("recipe.json --ledger --steps 9000000000", 64),
    ("recipe.json --samples --statistics", 64), ("recipe.json --task colors", 64),
    ("recipe.json --samples --task color", 64), ("recipe.json --samples --task sizes", 64),
    ("recipe.json packing.row=1", 64), ("nothing.json", 64), ("tasks", 65), ("", 64),
  ]

  @Test(arguments: refused) func whatCannotBeShown_isRefused(_ arguments: String, _ status: Int32) throws {
    let world = try SmallWorld()
    let result = try Command.run(
      ["inspect"] + arguments.split(separator: " ").map(String.init), in: world.path)
    #expect(result.status == status && result.output.isEmpty && !result.errors.isEmpty, "\(result)")
  }

  @Test func runWithoutCheckpoint_hasNoLedger() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json").status == 0)
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/checkpoints")
    let result = try world.run("inspect", "runs/small", "--ledger")
    #expect(result.status == 65 && result.errors.contains("without a whole checkpoint"), "\(result.errors)")
  }
}
