import Foundation
import Testing
import TestSupport

@testable import Storage

@Suite struct FileHashesTests {
  private static func age(_ path: String, at time: TimeInterval) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: path)
  }

  /// A clock that runs ten seconds fast, so that files made just now have not changed of late.
  private static let later: @Sendable () -> Int = { FileIdentity.now + 10_000_000_000 }

  @Test func unchangedFilesAreNotReadAgain() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("one".utf8), to: "x")
    let table = folder.file("tables/t.json")
    let first = FileHashes(table: table, now: Self.later)
    let hash = try first.sha256(of: path, what: "file")
    first.save()
    #expect(names(in: folder.file("tables")) == ["t.json"])
    // Another hash in the table is what is told, so the file has not been read.
    let other = String(repeating: "0", count: 64)
    let text = try String(contentsOfFile: table, encoding: .utf8)
    try text.replacingOccurrences(of: hash, with: other).write(
      toFile: table, atomically: true, encoding: .utf8)
    #expect(try FileHashes(table: table).sha256(of: path, what: "file") == other)
  }

  /// Whoever changes a file and sets its time back to what it was.
  @Test func sizeAndTimeRestored_areSeen() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("one".utf8), to: "x")
    try Self.age(path, at: 1000)
    let table = folder.file("t.json")
    let first = FileHashes(table: table, now: Self.later)
    let hash = try first.sha256(of: path, what: "file")
    first.save()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.write(contentsOf: Data("two".utf8))
    try handle.close()
    try Self.age(path, at: 1000)
    let now = try FileHashes(table: table, now: Self.later).sha256(of: path, what: "file")
    #expect(try now != hash && now == ChunkedFile.hash(path, what: "file").sha256)
  }

  @Test func newFilesAndDamagedTablesAreNotTrusted() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("one".utf8), to: "x")
    let table = folder.file("t.json")
    let hashes = FileHashes(table: table)
    _ = try hashes.sha256(of: path, what: "file")
    hashes.save()
    #expect(!FileManager.default.fileExists(atPath: table))
    try folder.write(Array("{".utf8), to: "t.json")
    _ = try FileHashes(table: table).sha256(of: path, what: "file")
  }

  @Test func aLockIsHeldByOne() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("lock")
    let inside = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let lock = try FileLock(path)
          withExtendedLifetime(lock) {
            #expect(inside.add(1) == 1)
            _ = inside.add(-1)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    func add(_ amount: Int) -> Int {
      lock.withLock {
        value += amount
        return value
      }
    }
  }
}
