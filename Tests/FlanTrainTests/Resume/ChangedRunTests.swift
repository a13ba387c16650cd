import Foundation
import Testing

/// Runs that are gone on with under other circumstances than they were started with.
@Suite struct ChangedRunTests {
  /// A run of six steps that was ended after the checkpoint of step 4, and its folder.
  private func started(_ prepare: (SmallWorld) throws -> Void = { _ in }) throws -> SmallWorld {
    let world = try SmallWorld()
    try prepare(world)
    let result = try world.run("recipe.json", "train.steps=4")
    #expect(result.status == 0, "\(result.errors)")
    return world
  }

  private static let more = ["train.steps=6", "--allow-change", "train.steps"]

  private func resume(_ world: SmallWorld, _ more: [String] = []) throws -> Command.Result {
    try Command.run(["resume", "runs/small"] + Self.more + more, in: world.path)
  }

  private func history(_ world: SmallWorld) throws -> [String: Any] {
    let data = try world.folder.data("runs/small/run.json")
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(arguments: ["data", "templates", "vocabulary", "weights"])
  func changedContent_isRefused_andToldWhereItIsAllowed(_ what: String) throws {
    let world = try started { world in
      switch what {
      case "templates":
        try FileManager.default.copyItem(
          atPath: "\(Command.packageRoot)/Data/Templates", toPath: "\(world.path)/templates")
        try world.edit("recipe.json", "\(Command.packageRoot)/Data/Templates", "templates")
      case "weights":
        try world.folder.write("", to: "model/.keep")
        #expect(try world.run("recipe.json", "train.steps=1", "name=first").status == 0)
        #expect(try world.run("export", "runs/first", "model/start").status == 0)
        try world.startFromModel("model/start")
      default: break
      }
      if what == "vocabulary" { try Self.useVocabulary(world) }
    }
    let key: String
    switch what {
    case "templates":
      key = "data.templates"
      let name = try #require(
        FileManager.default.contentsOfDirectory(atPath: "\(world.path)/templates").sorted().first {
          $0.hasSuffix(".json")
        })
      try world.folder.write(try world.folder.read("templates/\(name)") + "\n", to: "templates/\(name)")
    case "weights":
      key = "model.folder"
      try world.damage("model/start/model.safetensors")
    case "vocabulary":
      key = "tokenizer.vocabulary"
      // A field that no reader of vocabularies knows.
      try world.folder.write(world.folder.data("words.model") + Data([0xA0, 0x06, 0x01]), to: "words.model")
    default:
      key = "data.tasks[0].path"
      try world.edit("tasks/colors.json", "Say the word.", "Name the word.")
    }
    let before = try world.folder.files()
    let refused = try resume(world)
    #expect(refused.status == 64, "\(refused.errors)")
    #expect(
      refused.errors.contains("\(key) ('") && refused.errors.contains("has changed since the run was started")
    )
    #expect(refused.errors.contains("--allow-change \(key)"))
    #expect(try world.folder.files() == before)
    let allowed = try resume(world, ["--allow-change", key])
    #expect(allowed.status == 0, "\(allowed.errors)")
    #expect(allowed.errors.contains("warning: \(key) ('"), "\(allowed.errors)")
    let run = try history(world)
    #expect(run["fromStep"] as? Int == 5 && (run["earlier"] as? [Any])?.count == 1)
    #expect(try world.folder.read("runs/small/report.html").contains("Changed on the way"))
  }

  /// The check of a run that is done: its data is another now, so it is not the run that was asked for.
  @Test func changedDataOfADoneRun_isNoLongerThatRun() throws {
    let world = try started()
    try world.edit("tasks/colors.json", "Say the word.", "Name the word.")
    let result = try world.run("recipe.json", "train.steps=4")
    #expect(result.status == 64 && result.errors.contains("data.tasks[0].path"), "\(result.errors)")
    #expect(world.folder.exists("runs/small/DONE"))
  }

  @Test(arguments: [
    (
      "\"blas\" : \"", "\"blas\" : \"Ancient ",
      "who makes matrix products has changed since the run was started"
    ),
    (
      "\"processor\" : \"", "\"processor\" : \"Ancient ",
      "the processor has changed since the run was started (Ancient "
    ),
  ])
  func otherMachine_isTold_andKept(_ old: String, _ new: String, _ warning: String) throws {
    let world = try started()
    try world.edit("runs/small/run.json", old, new)
    let result = try resume(world)
    #expect(result.status == 0 && result.errors.contains("warning: \(warning)"), "\(result.errors)")
    let earlier = try #require(try history(world)["earlier"] as? [[String: Any]])
    #expect(earlier.count == 1 && earlier[0]["fromStep"] as? Int == 1)
    let compared = try world.run("compare", "runs/small", "runs/small")
    #expect(compared.status == 0 && compared.output.contains("are the same"), "\(compared.output)")
  }

  @Test func lostPassport_isTold_andMadeAnew() throws {
    let world = try started()
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/run.json")
    let refused = try resume(world)
    #expect(refused.status == 65 && refused.errors.contains("holds a run whose run.json is missing"))
    let result = try Command.run(["recipe.json"] + Self.more, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: runs/small/run.json was missing: "), "\(result.errors)")
    #expect(try history(world)["fromStep"] as? Int == 5)
  }

  /// Gives the recipe a vocabulary of its own.
  private static func useVocabulary(_ world: SmallWorld) throws {
    try FileManager.default.copyItem(
      atPath: "\(Command.packageRoot)/Data/Vocabulary/spiece.model", toPath: "\(world.path)/words.model")
    try world.edit("recipe.json", "\"vocabulary\": \"bytes\"", "\"vocabulary\": \"words.model\"")
  }
}
