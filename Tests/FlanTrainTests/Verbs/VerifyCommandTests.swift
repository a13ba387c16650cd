import Foundation
import Testing

/// `verify`: a run is what it says, and one that was tampered with is not.
@Suite struct VerifyCommandTests {
  /// The run of `recipe.json`, whose checkpoints of the steps 4 and 6 are kept.
  private static func trained() throws -> SmallWorld {
    let world = try SmallWorld()
    let result = try world.run("recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    return world
  }

  private static func files(_ world: SmallWorld) throws -> [String: Data] {
    let root = "\(world.path)/runs/small"
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: "\(root)/\(name)").map { (name, $0) }
      })
  }

  @Test func allStepsAndCheckpoints_areConfirmed_andNothingIsWritten() throws {
    let world = try Self.trained()
    let before = try Self.files(world)
    let result = try world.run("verify", "runs/small", "--steps", "100", "--seed", "1")
    #expect(result.status == 0, "\(result.errors)")
    let first = try #require(result.outputLines.first)
    #expect(first.hasPrefix("confirmed: 6 steps taken again from the run's beginning, step 4"), "\(first)")
    #expect(!result.output.contains("differs"))
    #expect(result.outputLines.count { $0.contains(" weights ") } == 2, "\(result.output)")
    #expect(try Self.files(world) == before)
  }

  /// The certificate has the same bytes again, on another number of threads, and for a run that was stopped on the way.
  @Test func certificate_isTheSameForAll() throws {
    let world = try Self.trained()
    let call = ["verify", "runs/small", "--steps", "3", "--seed", "5", "--json"]
    let certificate = try Command.run(call, in: world.path)
    #expect(certificate.status == 0, "\(certificate.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(certificate.output.utf8)) as? [String: Any])
    #expect((object["steps"] as? [Any])?.count == 3 && object["seed"] as? Int == 5)

    let other = try SmallWorld()
    let start = try other.start("recipe.json", "train.threads=2")
    start.wait(for: "step 3/6")
    start.send(SIGTERM)
    if try start.finish().status == 75 { #expect(try other.run("resume", "runs/small").status == 0) }
    #expect(try Command.run(call, in: other.path).output == certificate.output)
  }

  /// What the metrics say of a step that was not so, and a checkpoint whose weights were changed and signed anew.
  @Test func tampering_isFound() throws {
    let world = try Self.trained()
    let rows = try world.folder.read("runs/small/metrics.jsonl")
    let lines = rows.split(separator: "\n").map(String.init)
    let third = try #require(
      lines.firstIndex { $0.contains("\"event\":\"step\"") && $0.contains("\"step\":3,") })
    var changed = lines
    changed[third] = lines[third].replacing(#/"loss":[0-9.]+/#, with: "\"loss\":1.25")
    try world.folder.write(changed.joined(separator: "\n") + "\n", to: "runs/small/metrics.jsonl")
    let result = try world.run("verify", "runs/small", "--steps", "100")
    #expect(result.status == 1, "\(result.errors)")
    #expect(
      result.outputLines.first?.contains("what step 3 gives is not what the run says") == true,
      "\(result.output)")

    try world.folder.write(rows, to: "runs/small/metrics.jsonl")
    // The weights of another seed's checkpoint, whose manifest is whole.
    let other = try SmallWorld()
    #expect(try other.run("recipe.json", "seed=4").status == 0)
    let place = "\(world.path)/\(SmallWorld.checkpoint(4))"
    try FileManager.default.removeItem(atPath: place)
    try FileManager.default.copyItem(atPath: "\(other.path)/\(SmallWorld.checkpoint(4))", toPath: place)
    let swapped = try world.run("verify", "runs/small", "--steps", "100")
    #expect(swapped.status == 1)
    #expect(swapped.outputLines.first?.contains("what step 4 gives") == true, "\(swapped.output)")
  }

  @Test func otherData_areRefused() throws {
    let world = try Self.trained()
    try world.edit("tasks/colors.json", "Say the word.", "Say a word.")
    let result = try world.run("verify", "runs/small")
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.errors.contains("data.tasks"), "\(result.errors)")
    #expect(result.errors.contains("has changed since the run was started"), "\(result.errors)")
  }

  /// Steps under other settings than the present ones are left out: they would need the recipe of then.
  @Test func changedSettings_leaveOutWhatWasBefore() throws {
    let world = try Self.trained()
    let longer = try world.run("recipe.json", "train.steps=8", "--allow-change", "train.steps")
    #expect(longer.status == 0, "\(longer.errors)")
    let result = try world.run("verify", "runs/small", "--steps", "100")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.outputLines.first?.hasPrefix("confirmed: 2 steps taken again from step 6") == true,
      "\(result.output)")
  }

  static let mistakes: [(call: [String], status: Int32)] = [
    (["verify", "nowhere"], 65), (["verify", "runs/small", "--steps", "0"], 64), (["verify"], 64),
  ]

  @Test(arguments: mistakes)
  func mistake(_ mistake: (call: [String], status: Int32)) throws {
    let world = try SmallWorld()
    let result = try Command.run(mistake.call, in: world.path)
    #expect(result.status == mistake.status, "\(result.errors)")
  }
}
