import Foundation
import Testing

/// What is trained on: selections, presets, realized counts, and what is held out.
@Suite struct MixtureTests {
  private func ledger(_ world: SmallWorld) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/small/ledger.json")) as? [String: Any])
  }

  @Test func ledgerOfARun_reconciles_andIsPrinted() throws {
    let world = try SmallWorld()
    try world.folder.write(
      #"{"inputs": "say", "targets": "a"}"# + "\n" + #"{"inputs": "say b", "targets": " "}"# + "\n"
        + (0..<8).map { "{\"inputs\": \"say \($0)\", \"targets\": \"\($0)\"}\n" }.joined(),
      to: "tasks/lines.jsonl")
    // Best-fit, which offers nothing again: every example that is expected has been read.
    let result = try world.run("recipe.json", "packing.stepsPerWindow=2", "packing.method=best-fit")
    #expect(result.status == 0, "\(result.errors)")
    let all = result.output + result.errors
    #expect(all.contains("expected") && all.contains("formats   zero-shot"))
    let ledger = try ledger(world)
    for row in try #require(ledger["tasks"] as? [[String: Any]]) {
      let counts = try #require(row["counts"] as? [String: Any])
      let dropped = (counts["dropped"] as? [String: Int] ?? [:]).values.reduce(0, +)
      let parts = ["used", "truncated"].reduce(dropped) { $0 + (counts[$1] as? Int ?? 0) }
      #expect(counts["read"] as? Int == parts && row["expected"] as? Int == parts && parts > 0)
    }
    let sources = try #require(ledger["sources"] as? [[String: Any]])
    let lines = try #require(sources.first { ($0["file"] as? String)?.hasSuffix("lines.jsonl") == true })
    #expect(lines["read"] as? Int == 10 && lines["kept"] as? Int == 9)
    #expect(lines["skipped"] as? [String: Int] == ["blankTarget": 1])
  }

  @Test func selection_leavesTasksOut() throws {
    let world = try SmallWorld()
    try world.folder.write(SmallWorld.task(cluster: "more", words: ["x"]), to: "tasks/more.json")
    let result = try world.run("recipe.json", "data.mixture.tasks.exclude=[\"mo*\"]")
    #expect(result.status == 0 && (result.output + result.errors).contains("1 of 2 tasks are trained on"))
    let tasks = try #require(ledger(world)["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["task"] as? String } == ["colors"])
    let wrong = try world.run("validate", "recipe.json", "data.mixture.tasks.include=[\"color\"]")
    #expect(wrong.status == 64 && wrong.errors.contains("Did you mean 'colors'?"), "\(wrong.errors)")
    let many = try world.run("validate", "recipe.json", "data.mixture.tasks.count=3")
    #expect(many.status == 64 && many.errors.contains("there are 2"), "\(many.errors)")
  }

  @Test func preset_saysWhatItLacks() throws {
    let world = try SmallWorld()
    try world.edit("recipe.json", "{\"path\": \"tasks\"}", "{\"path\": \"tasks\", \"subMixture\": \"niv2\"}")
    let result = try world.run("validate", "recipe.json", "data.mixture.preset=paper-b")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("muffin, t0-sf, cot") && result.errors.contains("niv2 100.0 %"))
  }

  @Test(.enabled(if: Command.findsShippedRecipes)) func namesOfSuites_areRefused() throws {
    let world = try SmallWorld()
    try world.folder.write(SmallWorld.task(cluster: "x", words: ["x"]), to: "tasks/mgsm_de.json")
    let result = try world.run("recipe.json")
    #expect(result.status == 65 && result.errors.contains("mgsm_de"), "\(result.errors)")
    #expect(result.errors.contains("tasks/mgsm_de.json") && result.errors.contains("data.hygiene.allow"))
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
    #expect(try world.run("validate", "recipe.json", "data.hygiene.allow=[\"mgsm*\"]").status == 0)
    #expect(try world.run("validate", "recipe.json", "data.hygiene.suites=[\"mmlu\"]").status == 0)
    let told = try world.run("validate", "recipe.json", "data.hygiene.refuse=false")
    #expect(told.status == 0 && told.errors.contains("warning: 1 task to train on is part of"))
    let unknown = try world.run("validate", "recipe.json", "data.hygiene.suites=[\"mglu\"]")
    #expect(unknown.status == 64 && unknown.errors.contains("Did you mean"), "\(unknown.errors)")
  }

  /// What is contaminated goes, the rest is trained on, and the ledger says so; a second run is the same.
  @Test func contaminatedInstances_areTakenOut() throws {
    let world = try SmallWorld()
    let question = "How many eggs does Janet sell at the market in one week of seven days"
    try world.folder.write("{\"q\": \"\(question)\"}\n", to: "eval/test.jsonl")
    let sums = (0..<9).map { "{\"question\": \"What is one more than \($0)?\", \"answer\": \($0 + 1)}\n" }
    try world.folder.write(
      "{\"question\": \"\(question)?\", \"answer\": 7}\n\(sums.joined())", to: "tasks/sums.jsonl")
    let settings = [
      "data.hygiene.heldOut=[\"eval\"]", "data.hygiene.remove=true", "data.heldOutInstances=0",
      "evaluation.every=null",
    ]
    var ledgers: [String] = []
    for name in ["one", "two"] {
      let result = try Command.run(["recipe.json", "name=\(name)"] + settings, in: world.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect((result.output + result.errors).contains("1 contaminated instance is taken out"))
      ledgers.append(try String(contentsOfFile: "\(world.path)/runs/\(name)/ledger.json", encoding: .utf8))
    }
    #expect(ledgers[0] == ledgers[1])
    for part in ["\"heldOutText\" : 1", "\"kept\" : 9", "\"read\" : 10", "\"removed\" : 1"] {
      #expect(ledgers[0].contains(part), "\(part)")
    }
  }

  @Test func heldOutTexts_areRefused() throws {
    let world = try SmallWorld()
    let question = "How many eggs does Janet sell at the market in one week of seven days"
    try world.folder.write("{\"q\": \"other\"}\n{\"q\": \"\(question)\"}\n", to: "eval/test.jsonl")
    try world.folder.write("\(question)?\t7\t\nWhat is one more?\t2\t\n", to: "tasks/sums.tsv")
    try world.folder.write("{\"kind\": \"cot-tsv\"}", to: "tasks/sums.tsv.source.json")
    let heldOut = "data.hygiene.heldOut=[\"eval\"]"
    let result = try world.run("recipe.json", heldOut, "data.heldOutInstances=0", "evaluation.every=null")
    #expect(result.status == 65, "\(result.errors)")
    for part in [
      "tasks/sums.tsv:1", "eval/test.jsonl:2", "sums: 1 of 2 instances", "1 word for word",
      "data.hygiene.remove", "Janet", "maximumFraction",
    ] {
      #expect(result.errors.contains(part), "\(part) in \(result.errors)")
    }
    let more = ["data.heldOutInstances=0", "evaluation.every=null"]
    for pardon in [
      "data.hygiene.allow=[\"sums\"]", "data.hygiene.refuse=false", "data.hygiene.maximumFraction=0.5",
    ] {
      let call = try Command.run(["validate", "recipe.json", heldOut, pardon] + more, in: world.path)
      #expect(call.status == 0, "\(pardon): \(call.errors)")
    }
    let missing = try world.run("validate", "recipe.json", "data.hygiene.heldOut=[\"evl\"]")
    #expect(missing.status == 65 && missing.errors.contains("Did you mean 'eval'?"), "\(missing.errors)")
  }

  /// Before the first step, so that no work is lost and nothing is written.
  @Test func tasksThatDoNotFit_areRefused() throws {
    let world = try SmallWorld()
    let result = try world.run(
      "recipe.json", "packing.inputLength=8", "data.maxTruncatedFraction=0.1", "evaluation.every=null",
      "packing.rows=30")
    #expect(result.status == 65 && result.errors.contains("'colors' ("), "\(result.errors.suffix(600))")
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
    let plan = try world.run("plan", "recipe.json", "packing.inputLength=8", "data.maxTruncatedFraction=0.1")
    #expect(plan.status == 0 && plan.errors.contains("warning: "), "\(plan.errors)")
  }
}
