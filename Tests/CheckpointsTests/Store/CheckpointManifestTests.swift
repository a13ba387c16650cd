import Diagnostics
import Foundation
import JSON
import Storage
import Testing
import TestSupport

@testable import Checkpoints

private let hash = String(repeating: "0", count: 64)

@Suite struct CheckpointManifestTests {
  @Test func knownHash() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("abc".utf8, to: "x")
    let (sha256, size) = try ChunkedFile.hash(path, what: "file")
    #expect(sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(size == 3)
  }

  @Test(arguments: [
    #"{"files":[],"formatVersion":1}"#, #"{"files":[],"step":1}"#, #"{"formatVersion":1,"step":1}"#,
    #"{"files":[],"formatVersion":1,"step":-1}"#, #"{"files":{},"formatVersion":1,"step":1}"#,
    #"{"files":[1],"formatVersion":1,"step":1}"#, #"{"files":[{}],"formatVersion":1,"step":1}"#,
    #"{"files":[],"formatVersion":"1","step":1}"#, #"{"files":[],"formatVersion":1,"step":1"#, "", "[]",
    #"{"files":[{"path":"a","sha256":"\#(hash)","size":-1}],"formatVersion":1,"step":1}"#,
    #"{"files":[{"path":"a","sha256":"\#(hash)","size":1e300}],"formatVersion":1,"step":1}"#,
  ])
  func textThatIsNoManifest(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text.utf8, to: "MANIFEST.json")
    let error = thrown(JSONError.self) { _ = try CheckpointManifest.verify(folder.path) }
    #expect(error?.category == .data)
  }

  private static func manifest(_ files: String, version: Int = 1) -> String {
    #"{"files":[\#(files)],"formatVersion":\#(version),"step":1}"#
  }

  private static func file(_ path: String, _ sha256: String = hash, size: Int = 0) -> String {
    #"{"path":"\#(path)","sha256":"\#(sha256)","size":\#(size)}"#
  }

  /// The folder holds one empty file `a` and a folder `b`.
  @Test(
    arguments: [
      (manifest("", version: 2), .otherVersion(2)), (manifest(file("../a")), .badFileName("../a")),
      (manifest(file("/a")), .badFileName("/a")), (manifest(file("")), .badFileName("")),
      (manifest(file("a/./b")), .badFileName("a/./b")),
      (manifest(file("MANIFEST.json")), .badFileName("MANIFEST.json")),
      (manifest(file("a") + "," + file("a")), .badFileName("a")), (manifest(file("a", "12")), .badHash("12")),
      (manifest(file("a", String(repeating: "G", count: 64))), .badHash(String(repeating: "G", count: 64))),
      (manifest(file("c")), .missingFile), (manifest(file("b")), .missingFile),
      (manifest(file("a/b")), .missingFile),
      (manifest(file("a", size: 1)), .wrongSize(expected: 1, found: 0)),
      (
        manifest(file("a")),
        .wrongHash(expected: hash, found: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
      ),
    ] as [(String, CheckpointError.Reason)])
  func manifestThatIsNotOfItsFolder(text: String, reason: CheckpointError.Reason) throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "a")
    try FileSystem.standard.createFolder(folder.file("b"))
    try folder.write(text.utf8, to: "MANIFEST.json")
    let error = try #require(thrown(CheckpointError.self) { _ = try CheckpointManifest.verify(folder.path) })
    #expect(error.reason == reason)
    #expect(error.category == .data && error.nextStep != nil && !error.problem.isEmpty)
  }

  @Test func noManifest() throws {
    let folder = try TemporaryFolder()
    #expect(
      thrown(CheckpointError.self) { _ = try CheckpointManifest.verify(folder.path) }?.reason == .noManifest)
    #expect(thrown(FileError.self) { _ = try CheckpointManifest.verify(folder.file("none")) } != nil)
  }
}
