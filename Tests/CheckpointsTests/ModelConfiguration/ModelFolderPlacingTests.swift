import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct ModelFolderPlacingTests {
  private struct Failure: Error {}

  @Test func makesTheFolderAndThoseAboveIt() throws {
    let folder = try TemporaryFolder()
    for slash in ["", "/"] {
      let path = folder.file("a/b\(slash.isEmpty ? "" : "2")")
      try ModelFolder.create(path + slash) { try FileSystem.standard.write([UInt8(7)], to: "\($0)/x") }
      #expect(try contents("\(path)/x") == [7])
    }
    #expect(names(in: folder.file("a")) == ["b", "b2"])
  }

  @Test func afterAFailureAllIsAsItWas() throws {
    let folder = try TemporaryFolder()
    try ModelFolder.create(folder.file("a")) { try FileSystem.standard.write([UInt8(1)], to: "\($0)/x") }
    for name in ["a", "b"] {
      #expect(throws: Failure.self) {
        try ModelFolder.create(folder.file(name)) {
          try FileSystem.standard.write([UInt8(2)], to: "\($0)/x")
          throw Failure()
        }
      }
    }
    #expect(names(in: folder.path) == ["a"])
    #expect(try contents(folder.file("a/x")) == [1])
    try ModelFolder.create(folder.file("a")) { try FileSystem.standard.write([UInt8(3)], to: "\($0)/y") }
    #expect(names(in: folder.path) == ["a"] && names(in: folder.file("a")) == ["y"])
  }

  @Test func removesWhatAnEndedProcessHasLeftOfTheSameName() throws {
    let folder = try TemporaryFolder()
    // No process has a number this large.
    for name in [".partial-a-2147483646", ".partial-b-2147483646"] {
      try FileSystem.standard.createFolder(folder.file(name))
      try folder.write([1], to: "\(name)/x")
    }
    try ModelFolder.create(folder.file("a")) { _ in }
    #expect(names(in: folder.path) == [".partial-b-2147483646", "a"])
  }

  @Test(arguments: ["", "/", ".", "..", "x/.."])
  func refusesWhatIsNoName(path: String) {
    #expect(throws: FileError.self) { try ModelFolder.create(path) { _ in } }
  }

  @Test func copiesTheTokenizerThatIsThere() throws {
    let (source, destination) = (try TemporaryFolder(), try TemporaryFolder())
    for name in ["spiece.model", "tokenizer.json", "model.safetensors", "added_tokens.json"] {
      try source.write(name.utf8, to: name)
    }
    let copied = try ModelFolder.copyTokenizer(from: source.path, to: destination.path)
    #expect(copied == ["spiece.model", "tokenizer.json", "added_tokens.json"])
    #expect(names(in: destination.path) == copied.sorted())
    #expect(try contents(destination.file("tokenizer.json")) == Array("tokenizer.json".utf8))
  }
}
