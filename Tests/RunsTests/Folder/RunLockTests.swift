import Diagnostics
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Recipes
@testable import Runs

@Suite struct RunLockTests {
  let folder: TemporaryFolder
  let run: RunFolder
  let loaded: LoadedRecipe

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: folder.path + "/runs/least")
    loaded = try RecipeExample.load()
  }

  private func expectInUse(_ open: () throws -> Void) {
    #expect { try open() } throws: { error in
      let error = error as? RunFolderError
      return error?.category == .failure && error?.problem.contains("process \(getpid()) on ") == true
    }
  }

  @Test func onlyOneHasIt_andItIsGivenBack() throws {
    do {
      let (_, lock) = try run.open(for: loaded)
      #expect(lock != nil && folder.exists("runs/least/LOCK"))
      expectInUse { _ = try run.open(for: loaded) }
      expectInUse { _ = try run.open(for: loaded, restart: true) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/runs") == ["least"])
      try lock?.check()
    }
    #expect(!folder.exists("runs/least/LOCK"))
    #expect(try run.open(for: loaded).lock != nil)
  }

  /// What a process has left that was killed: nobody holds it.
  @Test func aFileAlone_isNoLock() throws {
    _ = try run.open(for: loaded)
    try folder.write("process 1 on elsewhere\n", to: "runs/least/LOCK")
    #expect(try run.open(for: loaded).lock != nil)
  }

  @Test func aHolderThatSaysNothing_isNamedAsAnother() throws {
    let (_, lock) = try run.open(for: loaded)
    for text in ["", "a\nb", String(repeating: "x", count: 10)] {
      Data(text.utf8).withUnsafeBytes { bytes in
        let file = open(run.lockFile, O_WRONLY | O_TRUNC)
        defer { close(file) }
        #expect(write(file, bytes.baseAddress, bytes.count) == bytes.count)
      }
      #expect { _ = try run.open(for: loaded) } throws: {
        "\($0)".contains(text.count == 10 ? text : "another process")
      }
    }
    withExtendedLifetime(lock) {}
  }

  @Test func aRunThatIsDone_needsNone() throws {
    _ = try run.open(for: loaded)
    try run.markDone(RunOutcome(ending: .finished, step: 5))
    #expect(try run.open(for: loaded).lock == nil && !folder.exists("runs/least/LOCK"))
  }

  @Test func restart_leavesNoLockBehind() throws {
    _ = try run.open(for: loaded)
    let (opening, lock) = try run.open(for: loaded, restart: true)
    #expect(opening == .created(movedAside: "\(run.path).old-1") && lock != nil)
    #expect(folder.exists("runs/least/LOCK") && !folder.exists("runs/least.old-1/LOCK"))
  }

  @Test(arguments: ["removed", "renamed", "replaced"])
  func aFolderThatVanishes_isNoticed(_ manner: String) throws {
    let (_, lock) = try run.open(for: loaded)
    let other = "\(run.path)-other"
    switch manner {
    case "removed": try FileManager.default.removeItem(atPath: run.path)
    case "renamed": try FileManager.default.moveItem(atPath: run.path, toPath: other)
    default:
      try FileManager.default.moveItem(atPath: run.path, toPath: other)
      try folder.write("", to: "runs/least/LOCK")
    }
    #expect(throws: RunFolderError.vanished(path: run.path)) { try lock?.check() }
    #expect(RunFolderError.vanished(path: run.path).category == .inputOutput)
  }

  /// A process that ends before the folder is a run leaves nothing that is in the way of the next.
  @Test(arguments: [
    ["LOCK"], ["LOCK", ".partial-recipe.json-4711"], ["LOCK", "recipe.json"],
    ["LOCK", "recipe.json", ".partial-resolved.json-4711"],
  ])
  func aFolderThatIsNotYetARun(_ names: [String]) throws {
    for name in names { try folder.write("half", to: "runs/least/\(name)") }
    #expect(try run.open(for: loaded).opening == .created(movedAside: nil))
    #expect(try folder.read("runs/least/recipe.json") == RecipeExample.least)
    let left = try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
    #expect(left == ["recipe.json", "resolved.json"])
  }

  /// A recipe of the user's own is no leftover.
  @Test func aStrangersRecipe_isLeftAlone() throws {
    try folder.write("mine", to: "runs/least/recipe.json")
    #expect(throws: RunFolderError.notARun(path: run.path)) { try run.open(for: loaded) }
    #expect(try folder.read("runs/least/recipe.json") == "mine")
  }

  @Test func drafts_areRemoved() throws {
    _ = try run.open(for: loaded)
    for (place, name) in [("", "metrics.jsonl"), ("", "DONE"), ("eval/step-00000003/", "summary.json")] {
      // Process 1 is alive, but whoever has the lock is alone.
      try folder.write("half", to: "runs/least/\(place).partial-\(name)-1")
    }
    _ = try run.open(for: loaded)
    for case let name as String in FileManager.default.enumerator(atPath: run.path) ?? .init() {
      #expect(!name.contains(".partial-"))
    }
  }
}
