import Foundation
import Testing

@testable import Diagnostics

/// A folder with a file and a folder in it, gone when the test is.
private final class InputFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/flan-train-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path + "/inner", withIntermediateDirectories: true)
    for name in ["words.txt", "inner/b", "inner/a", "inner/Z", "inner/é"] {
      try Data(name.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
    try Data().write(to: URL(fileURLWithPath: path + "/empty"))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct InputFileTests {
  private let folder: InputFolder

  init() throws { folder = try InputFolder() }

  @Test(arguments: [false, true])
  func read(_ isMapped: Bool) throws {
    #expect(
      try InputFile.read("\(folder.path)/words.txt", what: "file", memoryMapped: isMapped)
        == Data("words.txt".utf8))
    #expect(try InputFile.read("\(folder.path)/empty", what: "file", memoryMapped: isMapped).isEmpty)
  }

  /// What git leaves in place of a file that its extension for large files would bring.
  @Test func pointersOfGitLFSAreNoContent() throws {
    let path = "\(folder.path)/large.json"
    let hash = String(repeating: "0", count: 64)
    let text = "version https://git-lfs.github.com/spec/v1\noid sha256:\(hash)\nsize 12345\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: FileError.pointer(path: path, what: "list")) { try InputFile.read(path, what: "list") }
    #expect(throws: FileError.pointer(path: path, what: "list")) {
      try InputFile.requireFile(path, what: "list")
    }
    try InputFile.requireFile(path, what: "list", acceptsPointer: true)
    // A text about pointers is none.
    try Data(("# " + text).utf8).write(to: URL(fileURLWithPath: path))
    #expect(try InputFile.read(path, what: "list").count == text.utf8.count + 2)
  }

  @Test func missingFile_namesTheNearest() {
    let path = "\(folder.path)/word.txt"
    #expect(throws: FileError.missing(path: path, what: "list", similar: "words.txt")) {
      try InputFile.read(path, what: "list")
    }
    #expect(throws: FileError.missing(path: "\(folder.path)/none/x", what: "list", similar: nil)) {
      try InputFile.read("\(folder.path)/none/x", what: "list")
    }
  }

  @Test func wrongKind_isRefused() {
    #expect(throws: FileError.wrongKind(path: folder.path, expected: "a file", found: "a folder")) {
      try InputFile.read(folder.path, what: "list")
    }
    let file = "\(folder.path)/words.txt"
    #expect(throws: FileError.wrongKind(path: file, expected: "a folder", found: "a file")) {
      try InputFile.names(in: file, what: "list")
    }
  }

  @Test func names_areSortedByTheirBytes() throws {
    #expect(try InputFile.names(in: "\(folder.path)/inner", what: "folder") == ["Z", "a", "b", "é"])
  }
}
