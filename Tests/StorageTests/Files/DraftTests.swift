import Diagnostics
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Storage

@Suite struct DraftTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    String(decoding: try contents(folder.file(name)), as: UTF8.self)
  }

  /// Makes a folder of two files, one of them further down.
  private static func fill(_ path: String, _ text: String, _ fileSystem: FileSystem) throws {
    try fileSystem.createFolder(path)
    try fileSystem.createFolder("\(path)/inner")
    try fileSystem.write(text.utf8, to: "\(path)/a")
    try fileSystem.write(text.utf8, to: "\(path)/inner/b")
  }

  @Test func aFileIsReplacedAndNothingLeft() throws {
    try Draft.write("one", to: folder.file("x"))
    try Draft.write("two", to: folder.file("x"))
    #expect(try text("x") == "two")
    #expect(names(in: folder.path) == ["x"])
  }

  /// Whichever of its changes the system refuses.
  @Test(arguments: [FileOperation.createFile, .write, .synchronize, .rename])
  func aRefusedChangeLeavesTheOldFileAndNothingElse(refused: FileOperation) throws {
    let path = folder.file("x")
    try Draft.write("old", to: path)
    let full = FileSystem { operation, _ throws(SystemFailure) in
      if operation == refused { throw SystemFailure(code: ENOSPC) }
    }
    let error = #expect(throws: FileError.self) { try Draft.write("new", to: path, fileSystem: full) }
    let reason = String(cString: strerror(ENOSPC))
    #expect(error == .refused(path: path, operation: "write the file", reason: reason))
    #expect(try text("x") == "old")
    #expect(names(in: folder.path) == ["x"])
  }

  @Test func aFileNeitherReplacesAFolderNorMakesOne() throws {
    try Draft.make(folder.file("x")) { try Self.fill($0, "kept", .standard) }
    for name in ["x", "no/x"] {
      #expect(
        thrown(FileError.self) { try Draft.write("new", to: folder.file(name)) }?.category == .inputOutput)
    }
    #expect(try text("x/a") == "kept")
    #expect(names(in: folder.path) == ["x"])
  }

  /// Every change that makes a folder, or a file from parts, is made to fail, one after the other, in a place that is free
  /// and in one that is taken, where names can be swapped and where they cannot.
  @Test(arguments: [true, false], [true, false])
  func everyFailureLeavesTheOldOrTheNew(isTaken: Bool, canSwap: Bool) throws {
    for number in 0..<100 {
      let inner = try TemporaryFolder()
      let place = inner.file("x")
      if isTaken { try Draft.make(place) { try Self.fill($0, "old", .standard) } }
      let count = Mutex(0)
      let fileSystem = FileSystem { operation, _ throws(SystemFailure) in
        if operation == .exchange, !canSwap { throw SystemFailure(code: EINVAL) }
        let turn = count.withLock { count in
          count += 1
          return count - 1
        }
        if turn == number { throw SystemFailure(code: EIO) }
      }
      var isNew = true
      do {
        try Draft.make(place, fileSystem: fileSystem) { try Self.fill($0, "new", fileSystem) }
      } catch let error as FileError {
        #expect(error.category == .inputOutput)
        isNew = false
      }
      try Draft.cleanUp(inner.path)
      #expect(names(in: inner.path) == (isNew || isTaken ? ["x"] : []), "change \(number)")
      if isNew || isTaken {
        #expect(try contents("\(place)/a") == Array((isNew ? "new" : "old").utf8), "change \(number)")
        #expect(try contents("\(place)/inner/b") == Array((isNew ? "new" : "old").utf8))
      }
      if count.withLock({ $0 }) <= number {
        #expect(number > 10)
        return
      }
    }
    Issue.record("no turn without a failure")
  }

  @Test(arguments: [true, false])
  func everyFailureLeavesTheOldFileOrTheNew(isTaken: Bool) throws {
    var failures = 0
    for number in 0..<20 {
      let inner = try TemporaryFolder(isTaken ? ["x": "old"] : [:])
      let count = Mutex(0)
      let fileSystem = FileSystem { _, _ throws(SystemFailure) in
        let turn = count.withLock { count in
          count += 1
          return count - 1
        }
        if turn == number { throw SystemFailure(code: EIO) }
      }
      do {
        try Draft.write("new", to: inner.file("x"), fileSystem: fileSystem)
        #expect(try inner.files() == ["x": Data("new".utf8)], "change \(number)")
      } catch let error as FileError {
        failures += 1
        #expect(error.category == .inputOutput)
        #expect(try inner.files() == (isTaken ? ["x": Data("old".utf8)] : [:]), "change \(number)")
      }
    }
    // Creation, writing, closing, the bytes and the name on the disk; a name that stood there before is there.
    #expect(failures == (isTaken ? 5 : 6))
  }

  @Test func aFailureOfTheBodyIsPassedOn() throws {
    struct Mine: Error, Equatable {}
    try Draft.write("old", to: folder.file("x"))
    #expect(throws: Mine()) {
      try Draft.make(folder.file("x")) { path in
        try FileSystem.standard.write("half".utf8, to: path)
        throw Mine()
      }
    }
    #expect(try text("x") == "old")
    #expect(names(in: folder.path) == ["x"])
  }

  @Test func aFolderDoesNotReplaceAFile() throws {
    try Draft.write("kept", to: folder.file("x"))
    #expect(throws: FileError.wrongKind(path: folder.file("x"), expected: "a folder", found: "a file")) {
      try Draft.make(folder.file("x")) { try Self.fill($0, "new", .standard) }
    }
    #expect(try text("x") == "kept")
    #expect(names(in: folder.path) == ["x"])
  }

  @Test(arguments: [
    ("a/b", "a", "b", "a/.partial-b-"), ("a/b//", "a", "b", "a/.partial-b-"),
    ("b", ".", "b", "./.partial-b-"),
    ("/b", "/", "b", "/.partial-b-"), ("/", "/", "", "/.partial--"), ("a/..", "a", "..", "a/.partial-..-"),
  ])
  func whereItLies(place: String, parent: String, name: String, path: String) {
    let draft = Draft(of: place)
    #expect(draft.parent == parent && draft.name == name && draft.path == "\(path)\(getpid())")
  }

  /// What is written next clears its own place; the rest is for whoever cleans the folder up.
  @Test func whatAKilledProcessLeft() throws {
    // No process has the largest number; process 1 always lives.
    let dead = Int32.max
    func left(_ kind: String, _ name: String, _ process: Int32) throws {
      try folder.write("torn".utf8, to: ".\(kind)-\(name)-\(process)")
    }
    try left("partial", "x", dead)
    try left("partial", "x", getpid())
    try left("partial", "x", 1)
    try left("partial", "y", dead)
    try Draft.write("whole", to: folder.file("x"))
    #expect(names(in: folder.path) == [".partial-x-1", ".partial-y-\(dead)", "x"])
    try left("removed", "x", dead)
    try left("replaced", "x", dead)
    try left("replaced", "z", dead)
    try folder.write([], to: ".other")
    #expect(try Draft.cleanUp(folder.path).count == 4)
    #expect(names(in: folder.path) == [".other", ".partial-x-1", "x", "z"])
    #expect(try Draft.cleanUp(folder.path, isAlone: true) == [folder.file(".partial-x-1")])
    #expect(try text("x") == "whole" && text("z") == "torn")
  }

  @Test func draftsOfEarlierVersionsGo_whereNobodyElseWrites() throws {
    let old = ["DONE.writing", "t.json.writing-4711", ".k.building-4711", ".cmd.running-4711"]
    let others = [".writing", ".k.building", "a.running-4711", "writing-4711", "x"]
    for name in old + others { try folder.write([], to: name) }
    #expect(try Draft.cleanUp(folder.path).isEmpty)
    #expect(
      try Draft.cleanUp(folder.path, name: "k.store", isAlone: true) == [folder.file(".k.building-4711")])
    #expect(try Draft.cleanUp(folder.path, name: "cmd", isAlone: true) == [folder.file(".cmd.running-4711")])
    #expect(try Draft.cleanUp(folder.path, isAlone: true).count == 2)
    #expect(names(in: folder.path).sorted() == others.sorted())
  }

  @Test func whatIsHalfRemovedHasNotItsName() throws {
    let path = folder.file("x")
    try Draft.make(path) { try Self.fill($0, "old", .standard) }
    let stuck = FileSystem { operation, path throws(SystemFailure) in
      if operation == .remove, path.hasSuffix("/inner/b") { throw SystemFailure(code: EIO) }
    }
    #expect(throws: FileError.self) { try Draft.remove(path, fileSystem: stuck) }
    #expect(names(in: folder.path) == [".removed-x-\(getpid())"])
    try Draft.cleanUp(folder.path)
    #expect(names(in: folder.path) == [])
  }
}
