import Foundation
import Testing

/// Files of a run that are lost or damaged: told, and made again where that can be.
@Suite struct DamagedRunTests {
  private static let more = ["resume", "runs/small", "train.steps=8", "--allow-change", "train.steps"]

  /// A run of six steps that is done.
  private func done() throws -> SmallWorld {
    let world = try SmallWorld()
    let result = try world.run("recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    return world
  }

  private func remove(_ world: SmallWorld, _ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/\(name)")
  }

  /// Drops the lines of a metrics file that contain any of some texts.
  private func drop(_ world: SmallWorld, _ name: String, _ texts: [String]) throws {
    let lines = try world.folder.read(name).split(separator: "\n").filter { line in
      !texts.contains { line.contains($0) }
    }
    try world.folder.write(lines.joined(separator: "\n") + "\n", to: name)
  }

  private static let lost:
    [(name: String, edit: @Sendable (DamagedRunTests, SmallWorld) throws -> Void, told: String)] = [
      (
        "rows", { try $0.drop($1, "runs/small/metrics.jsonl", ["\"step\":2,", "\"step\":3,"]) },
        "metrics.jsonl lacks the step rows of steps 2-3; they are written again from the other metrics file"
      ),
      (
        "all rows", { try $0.remove($1, "metrics.jsonl") },
        "metrics.jsonl lacks the step rows of steps 1-6; they are written again from the other metrics file"
      ),
      (
        "table", { try $0.remove($1, "metrics.csv") },
        "metrics.csv lacks the evaluation rows of steps 0, 3, 6; they are written again from the evaluations' summaries"
      ),
      (
        "damaged row", { try $1.edit("runs/small/metrics.jsonl", "\"step\":4,", "\"step\":") },
        "metrics.jsonl lacks the step rows of step 4; they are written again from the other metrics file"
      ),
    ]

  /// What one metrics file has, the other gets back, byte for byte, beside a run at its end and one that goes on.
  @Test(arguments: lost.indices, [false, true])
  func lostRows_areTold_andWrittenAgain(_ number: Int, _ goesOn: Bool) throws {
    let world = try done()
    let names = ["runs/small/metrics.jsonl", "runs/small/metrics.csv"]
    let before = try names.map { try world.folder.read($0) }
    try Self.lost[number].edit(self, world)
    let result = try goesOn ? Command.run(Self.more, in: world.path) : world.run("recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: runs/small/\(Self.lost[number].told)"), "\(result.errors)")
    for (name, text) in zip(names, before) { #expect(try world.folder.read(name).hasPrefix(text), "\(name)") }
    #expect(
      try !Command.run(["recipe.json", "train.steps=\(goesOn ? 8 : 6)"], in: world.path).errors.contains(
        "warning"))
  }

  @Test func rowsThatAreLostInBoth_areTold() throws {
    let world = try done()
    try drop(world, "runs/small/metrics.jsonl", ["\"step\":2,"])
    try drop(world, "runs/small/metrics.csv", ["2,step"])
    let result = try Command.run(Self.more, in: world.path)
    #expect(result.status == 0)
    for name in ["metrics.jsonl", "metrics.csv"] {
      #expect(
        result.errors.contains("warning: runs/small/\(name) lacks the step rows of step 2; they are gone"))
    }
  }

  @Test func damagedRowsAndLostLogs_areTold() throws {
    let world = try done()
    try world.edit("runs/small/metrics.jsonl", "\"event\":\"step\"", "\"event\" \"step\"")
    for name in ["log.txt", "tb", "eval/step-00000003/summary.json"] { try remove(world, name) }
    let result = try Command.run(Self.more, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    for warning in [
      "metrics.jsonl: 6 damaged rows are dropped", "log.txt was missing: what was told up to step 6 is gone",
      "tb had no files: ", "eval/step-00000003/summary.json is missing: ",
      "metrics.jsonl lacks the step rows of steps 1-6; they are written again",
    ] { #expect(result.errors.contains("warning: runs/small/\(warning)"), "\(warning) in \(result.errors)") }
    #expect(try world.folder.read("runs/small/log.txt").contains("warning: runs/small/log.txt was missing"))
  }

  /// Beside a done run, and before one goes on.
  @Test(arguments: [false, true], [false, true])
  func damagedBest_isTold_andMadeAgain(_ isGone: Bool, _ goesOn: Bool) throws {
    let world = try done()
    let step = try #require(try best(world))
    // Every checkpoint but those of steps 4 and 6 has been rotated away.
    let isLeft = world.folder.exists("\(SmallWorld.checkpoint(step))/MANIFEST.json")
    let weights = try world.folder.data("runs/small/best/model.safetensors")
    if isGone { try remove(world, "best") } else { try world.damage("runs/small/best/model.safetensors") }
    let result = try goesOn ? Command.run(Self.more, in: world.path) : world.run("recipe.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errors.contains("warning: runs/small/best is \(isGone ? "missing" : "damaged")"),
      "\(result.errors)")
    #expect(result.errors.contains(isLeft ? "it has been made again from" : "no whole checkpoint of step"))
    if isLeft, !goesOn { #expect(try world.folder.data("runs/small/best/model.safetensors") == weights) }
  }

  private func best(_ world: SmallWorld) throws -> Int? {
    let done = try JSONSerialization.jsonObject(with: world.folder.data("runs/small/DONE")) as? [String: Any]
    return done?["bestStep"] as? Int
  }

  /// The best checkpoint's bytes are its own.
  @Test func damagedCheckpoint_leavesTheBestOneWhole() throws {
    let world = try done()
    let step = try #require(try best(world))
    let path = "\(SmallWorld.checkpoint(step))/model.safetensors"
    if !world.folder.exists(path) { return }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(world.path)/\(path)"))
    try handle.seek(toOffset: 2000)
    try handle.write(contentsOf: Data("damage".utf8))
    try handle.close()
    #expect(try world.run("eval", "runs/small").status == 0)
  }

  /// Where nothing can be written: a mount that refuses, or rights that do, which root has in any case.
  @Test func readOnlyRun_isEvaluatedAllTheSame() throws {
    let world = try done()
    let arguments = ["eval", "runs/small", "--json"]
    let expected = try Command.run(arguments, in: world.path)
    let script = """
      unshare -rm true 2>/dev/null || { echo 'no mounts' >&2; exit 99; }
      exec unshare -rm sh -c 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$0" "$@"' "$0" "$@"
      """
    let result = try Command.run(arguments, in: world.path, script: script)
    if result.status == 99 { return }
    #expect(result.status == 0, "\(result.errors)")
    func scores(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.contains("seconds") }
    }
    #expect(scores(result.output) == scores(expected.output))
    let again = try Command.run(["recipe.json"], in: world.path, script: script)
    #expect(again.status == 0 && again.errors.contains("is done already"), "\(again.errors)")
  }
}
