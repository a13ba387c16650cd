import Foundation
import Testing

/// Sources whose tasks a command writes, and those that a pattern of paths names, with the built command.
@Suite struct CommandSourceTests {
  private let world: SmallWorld

  init() throws {
    world = try SmallWorld()
    try FileManager.default.removeItem(atPath: "\(world.path)/tasks/colors.json")
    try writeColors(["red", "blue", "green"])
    try script("cat colors.jsonl; echo 'three colors' >&2")
    try source(#"{"command": ["sh", "lines.sh"], "name": "colors"}"#)
  }

  private func source(_ entry: String) throws {
    try world.edit(
      "recipe.json", "\"tasks\": [{\"path\": \"tasks\"}]",
      "\"tasks\": [{\"path\": \"tasks\"}, \(entry)], \"cache\": {\"folder\": \"\(world.path)/cache\"}")
  }

  private func writeColors(_ colors: [String]) throws {
    let lines = (0..<24).map { number in
      let color = colors[number % colors.count]
      return #"{"instruction": "Say the word.", "input": "\#(color) \#(number)", "output": "\#(color)"}"#
    }
    try world.folder.write(lines.joined(separator: "\n") + "\n", to: "colors.jsonl")
  }

  /// A script that notes each of its runs.
  private func script(_ text: String) throws {
    try world.folder.write("echo run >> count\n\(text)\n", to: "lines.sh")
  }

  private var runs: Int { ((try? world.folder.read("count")) ?? "").count { $0 == "\n" } }

  @Test func commandRunsOnce_andWhatOnlyReadsRunsNothing() throws {
    let before = try world.run("validate", "recipe.json")
    #expect(before.status == 0, "\(before.errors)")
    #expect(before.errors.contains("data.tasks[1].command: the command sh lines.sh has not been run yet"))
    #expect(before.outputLines.last?.hasPrefix("recipe.json is valid as far as can be told") == true)
    for call in [["plan", "recipe.json"], ["inspect", "recipe.json"], ["tasks", "recipe.json"]] {
      let result = try Command.run(call, in: world.path)
      #expect(result.status == 64, "\(call)")
      #expect(result.errors.contains("'flan-train cache recipe.json' runs it"))
    }
    #expect(runs == 0)

    let trained = try world.run("train", "recipe.json")
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.errors.hasPrefix("running sh lines.sh in \(world.path)\n"))
    let log = try world.folder.read("runs/small/log.txt")
    #expect(log.contains("data.tasks[1].command: sh lines.sh has written 24 lines"))
    #expect(log.contains("sh lines.sh said: three colors"))
    #expect(try world.folder.read("runs/small/run.json").contains(#""command" : ["#))
    #expect(runs == 1)

    let after = try world.run("validate", "recipe.json")
    #expect(after.outputLines.last == "recipe.json is valid")
    #expect(after.errors.contains("24 lines that sh lines.sh wrote on "))
    #expect(try world.run("plan", "recipe.json").status == 0)
    #expect(try world.run("train", "recipe.json", "name=other").status == 0)
    #expect(runs == 1)
    #expect(try world.run("cache", "recipe.json", "--run-again").status == 0)
    #expect(runs == 2)
  }

  @Test func resumeGoesOnWithWhatWasWritten_andRefusesOtherContent() throws {
    #expect(try world.run("train", "recipe.json", "train.steps=4").status == 0)
    let same = try world.run("train", "recipe.json", "train.steps=5", "--allow-change", "train.steps")
    #expect(same.status == 0, "\(same.errors)")
    #expect(runs == 1)
    #expect(try world.run("cache", "--clear", "--folder", "cache").status == 0)
    let again = try world.run("train", "recipe.json", "train.steps=6", "--allow-change", "train.steps")
    #expect(again.status == 0, "\(again.errors)")
    #expect(runs == 2)
    try writeColors(["black", "white"])
    #expect(try world.run("cache", "recipe.json", "--run-again").status == 0)
    let refused = try world.run("resume", "runs/small")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("data.tasks[1].command ('sh lines.sh') has changed"))
  }

  @Test func otherFolders_doNotChangeWhereItRuns() throws {
    try world.folder.write("", to: "elsewhere/empty")
    let result = try Command.run(["cache", "../recipe.json"], in: "\(world.path)/elsewhere")
    #expect(result.status == 0, "\(result.errors)")
    #expect(runs == 1)
  }

  /// A script, the entry's command, and what is said of it; exit code 65 each.
  @Test(
    arguments: [
      ("echo 'no such table' >&2; exit 3", #"["sh", "lines.sh"]"#, ["exit code 3", "    no such table"]),
      ("cat colors.jsonl; echo oops", #"["sh", "lines.sh"]"#, ["line 25 of what", "    oops"]),
      (":", #"["sh", "lines.sh"]"#, ["has written nothing"]),
      (":", #"["duckdb-none", "-c"]"#, ["no program 'duckdb-none'", "/bin", "Install it"]),
      (":", #"["./lines.sh"]"#, ["lines.sh may not be run", "chmod +x"]),
    ] as [(String, String, [String])])
  func failure_isToldWithItsCommand(_ text: String, _ command: String, _ parts: [String]) throws {
    try script(text)
    try world.edit("recipe.json", #"["sh", "lines.sh"]"#, command)
    let result = try world.run("train", "recipe.json")
    #expect(result.status == 65, "\(result.errors)")
    for part in ["recipe.json:", "data.tasks[1].command: "] + parts {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(world.path)/runs"))
  }

  @Test func signal_stopsTheCommand() throws {
    try script("echo $$ > pid; exec sleep 600")
    let command = try world.start("train", "recipe.json")
    while command.isRunning, ((try? world.folder.read("pid")) ?? "").isEmpty { usleep(2_000) }
    command.send(SIGINT)
    let result = try command.finish()
    #expect(result.status == 75, "\(result.errors)")
    #expect(result.errors.contains("was stopped"))
    let process = try #require(
      Int32(try world.folder.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(process, 0) != 0)
  }

  /// An entry that cannot be meant, and what is said of it.
  @Test(
    arguments: [
      (#"{"command": "cat x"}"#, ["must be a list", #"["sh", "-c", "cat x"]"#]),
      (#"{"command": []}"#, ["data.tasks[1].command", "names no program"]),
      (#"{"command": ["cat", "x"], "path": "tasks"}"#, ["exclude each other"]),
      (#"{"command": ["cat", "x"], "kind": "csv"}"#, ["data.tasks[1].kind", "JSON Lines"]),
      (#"{"comand": ["cat", "x"]}"#, ["'data.tasks[1].comand'", "data.tasks[1].command"]),
      (#"{"name": "x"}"#, ["data.tasks[1]", "neither a path nor a command"]),
    ] as [(String, [String])])
  func entriesThatCannotBeMeant_areRefused(_ entry: String, _ parts: [String]) throws {
    try world.edit("recipe.json", #"{"command": ["sh", "lines.sh"], "name": "colors"}"#, entry)
    let result = try world.run("validate", "recipe.json", "--recipe-only")
    #expect(result.status == 64, "\(result.errors)")
    for part in parts { #expect(result.errors.contains(part), "\(result.errors)") }
  }

  @Test func pattern_isToldWithWhatItStandsFor() throws {
    try world.edit(
      "recipe.json", #"{"command": ["sh", "lines.sh"], "name": "colors"}"#, #"{"path": "c*s.jsonl"}"#)
    let result = try world.run("validate", "recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("data.tasks[1].path: 'c*s.jsonl' stands for colors.jsonl\n"))
    try world.edit("recipe.json", "c*s.jsonl", "taks/*.jsonl")
    let none = try world.run("validate", "recipe.json")
    #expect(none.status == 65)
    #expect(none.errors.contains("nothing matches 'taks/*.jsonl'"))
    #expect(none.errors.contains("Did you mean 'tasks/*.jsonl'?"))
  }

  @Test func foreignFile_isReadByTheLineOfItsMessage() throws {
    try world.folder.write("PAR1", to: "data/colors.parquet")
    try world.edit(
      "recipe.json", #"{"command": ["sh", "lines.sh"], "name": "colors"}"#,
      #"{"path": "data/colors.parquet"}"#)
    try world.folder.write("", to: "elsewhere/empty")
    for (recipe, folder) in [("recipe.json", ""), ("../recipe.json", "/elsewhere")] {
      let result = try Command.run(["validate", recipe], in: world.path + folder)
      #expect(result.status == 65)
      #expect(
        result.errors.contains(#"{"command": ["duckdb", "-jsonlines", "-c", "from 'data/colors.parquet'"]}"#),
        "\(result.errors)")
    }
  }
}
