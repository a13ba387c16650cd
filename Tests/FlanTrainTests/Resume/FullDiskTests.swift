import Foundation
import Testing

/// Writes that the system refuses, wherever in a run: an error that names the file, and nothing lost.
@Suite struct FullDiskTests {
  /// The largest file may have one block less than each file of a run has in turn; then there is room again.
  @Test func everyFileThatDoesNotFit_isNamed_andTheRunGoesOn() throws {
    let straight = try SmallWorld()
    #expect(try straight.run("recipe.json").status == 0)
    let expected = try Self.lasting(straight)
    let state = try straight.folder.data("runs/small/best/trainer.h5").count / 512
    let sizes = try straight.folder.files().filter { $0.key.hasPrefix("runs/") }.map {
      ($0.value.count - 1) / 512
    }
    // The library that makes this file writes it in many parts.
    for blocks in Set(sizes + [state - 8, state - 4, state - 2]).sorted() {
      let world = try SmallWorld()
      let full = try Command.run(["recipe.json"], in: world.path, blocksOfAFile: blocks)
      #expect(full.status == 74, "\(blocks) blocks: \(full.errors)")
      let lines = full.errors.split(separator: "\n")
      let error = try #require(
        lines.first { $0.hasPrefix("error: runs/small/") }, "\(blocks) blocks: \(lines)")
      #expect(error.hasSuffix(String(cString: strerror(EFBIG))), "\(blocks) blocks: \(error)")
      let result = try world.run("recipe.json")
      #expect(result.status == 0, "\(blocks) blocks: \(result.errors)")
      #expect(try Self.lasting(world) == expected, "\(blocks) blocks")
    }
  }

  #if os(Linux)
    @Test(arguments: [
      ["schema"], ["templates"], ["plan", "recipe.json"], ["validate", "recipe.json"],
      ["inspect", "recipe.json", "--step", "1"], ["tokenize", "bytes", "recipe.json"],
    ])
    func resultsThatCannotBeWritten_areAnError(_ arguments: [String]) throws {
      let world = try SmallWorld()
      let result = try Command.run(arguments, in: world.path, script: "exec \"$0\" \"$@\" > /dev/full")
      #expect(result.status == 74)
      let reason = String(cString: strerror(ENOSPC))
      #expect(
        result.errors.contains("error: standard output: could not write: \(reason)"), "\(result.errors)")
    }

    /// A reader that has enough is no failure of what is read a page at a time, and no noise elsewhere.
    @Test(arguments: [["schema"], ["templates"], ["inspect", "recipe.json", "--statistics"]])
    func readersThatGoAway_hearNothing(_ arguments: [String]) throws {
      let world = try SmallWorld()
      let result = try Command.run(arguments, in: world.path, script: "\"$0\" \"$@\" | true")
      #expect(!result.errors.contains("error"), "\(result.errors)")
    }
  #endif

  /// The files of a run that tell no times and no place, by name.
  private static func lasting(_ world: SmallWorld) throws -> [String: Data] {
    let timed = [
      "log.txt", "report.html", "run.json", "DONE", "metrics.jsonl", "metrics.csv", "summary.json",
      "origin.json",
    ]
    return try world.folder.files().filter { file in
      file.key.hasPrefix("runs/") && !file.key.contains("/tb/") && !timed.contains { file.key.hasSuffix($0) }
    }
  }
}
