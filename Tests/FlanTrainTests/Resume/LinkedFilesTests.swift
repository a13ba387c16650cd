import Foundation
import Testing

/// Runs in whose folder somebody has put links in the places of files.
@Suite struct LinkedFilesTests {
  @Test(arguments: ["LOCK", "log.txt", "metrics.jsonl"])
  func whatALinkLeadsToStaysAsItIs(_ name: String) throws {
    let world = try SmallWorld()
    #expect(try world.run("train", "recipe.json", "train.steps=2").status == 0)
    try world.folder.write("precious\n", to: "victim")
    let path = "\(world.path)/runs/small/\(name)"
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(world.path)/victim")
    let result = try world.run("train", "recipe.json", "train.steps=4", "--allow-change", "train.steps")
    #expect(try world.folder.read("victim") == "precious\n")
    if result.status != 0 {
      #expect(result.status == 74)
      #expect(
        result.errors.contains("\(name): is a symbolic link to '\(world.path)/victim'"), "\(result.errors)")
    }
    // A table of metrics that is no file is made anew; a log or a lock is nothing to be guessed at.
    #expect(result.status == 74 || name == "metrics.jsonl")
  }
}
