import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Storage

@Suite struct ContentHashTests {
  /// FIPS 180-4's example.
  private let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func knownHash() throws {
    let folder = try TemporaryFolder()
    #expect(ContentHash.of(Data("abc".utf8)) == abc)
    #expect(try ContentHash.of(path: folder.write("abc", to: "x"), what: "file") == abc)
  }

  @Test func folderHash_followsNamesAndContents_only() throws {
    let one = try TemporaryFolder()
    let two = try TemporaryFolder()
    for name in ["b/c", "a", ".hidden"] { try one.write("text of \(name)", to: name) }
    for name in ["a", "b/c"] { try two.write("text of \(name)", to: name) }
    let hash = try ContentHash.of(path: one.path, what: "folder")
    #expect(try ContentHash.of(path: two.path, what: "folder") == hash)
    try two.write("text of B", to: "b/c")
    #expect(try ContentHash.of(path: two.path, what: "folder") != hash)
  }

  @Test func missingFile_isTyped() {
    #expect(throws: FileError.self) { try ContentHash.of(path: "/nowhere/x", what: "file") }
  }
}
