import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

@testable import PJRT

@Suite(.needsPlugIn) struct ExecutableCacheTests {
  private func results(_ executable: PJRTExecutable) throws -> [UInt32] {
    let factors = (0..<512).map { sin(Float($0)) }
    let client = executable.client
    let run = try executable.start([
      [try client.buffer(factors, .float32, [8, 64]), try client.buffer(factors, .float32, [64, 8])]
    ])
    return try run.results[0][0].elements(UInt32.self, 64)
  }

  @Test func program_comesFromItsFileTheSecondTime_withTheSameBits() throws {
    let folder = try TemporaryFolder()
    let cache = ExecutableCache(folder: folder.file("cache"))
    let client = try TestPlugIn.client()
    let compiled = try cache.executable(Programs.exponentials, for: client)
    #expect(!compiled.isRead && compiled.notes.isEmpty)
    let read = try cache.executable(Programs.exponentials, for: client)
    #expect(read.isRead && read.notes.isEmpty && read.identity == compiled.identity)
    #expect(try results(read.executable) == results(compiled.executable))
    // What the program is compiled from and for is another file's.
    let other = try cache.executable(
      Programs.exponentials, CompileOptions(devices: [client.devices[1].id]), for: client)
    #expect(!other.isRead && other.identity.key != read.identity.key)
    let split = CompileOptions(devices: client.devices.map(\.id))
    #expect(try !cache.executable(Programs.splitSum, split, for: client).isRead)
    #expect(try cache.executable(Programs.splitSum, split, for: client).isRead)
  }

  /// Each way in which a file can be wrong, with the words that tell it.
  @Test(arguments: [
    ("flan-train", "no compiled program of this program's"), ("", "no compiled program of this program's"),
    ("cut", "is damaged: it has"), ("changed", "is damaged: its bytes have changed"),
    ("head", "its second line does not say"), ("code", "could not load the compiled program"),
  ])
  func wrongFile_isTold_andReplaced(fault: String, words: String) throws {
    let folder = try TemporaryFolder()
    let cache = ExecutableCache(folder: folder.path)
    let client = try TestPlugIn.client()
    let identity = try cache.executable(Programs.exponentials, for: client).identity
    let path = cache.path(of: identity)
    var bytes = try contents(path)
    let code = try #require(headEnd(bytes))
    switch fault {
    case "cut": bytes.removeLast(100)
    case "changed": bytes[bytes.count - 50] ^= 1
    case "head": bytes[code - 1] = UInt8(ascii: "]")
    case "code": bytes = try file(identity, code: Array("no code".utf8))
    default: bytes = Array(fault.utf8)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let result = try cache.executable(Programs.exponentials, for: client)
    #expect(!result.isRead && result.notes.count == 1 && result.notes[0].contains(words))
    #expect(try cache.executable(Programs.exponentials, for: client).isRead)
  }

  @Test func folderThatCannotBeWritten_costsOnlyTime() throws {
    let folder = try TemporaryFolder(["cache": "a file in the folder's place"])
    let result = try ExecutableCache(folder: folder.file("cache")).executable(
      Programs.exponentials, for: try TestPlugIn.client())
    #expect(!result.isRead && result.notes.count == 1 && result.notes[0].contains("is not kept"))
    #expect(try results(result.executable).count == 64)
  }

  /// A run's folder comes first, has the bytes of the shared cache's file, and is not written to by who looks there.
  @Test func firstCacheThatHasTheProgram_givesIt() throws {
    let folder = try TemporaryFolder()
    let (own, shared) = (
      ExecutableCache(folder: folder.file("run")), ExecutableCache(folder: folder.file("shared"))
    )
    let client = try TestPlugIn.client()
    func executable() throws -> KeptExecutable {
      try ExecutableCache.executable(
        Programs.exponentials, CompileOptions(), for: client, from: [own, shared], hashes: shared.hashes,
        writingTo: shared)
    }
    var compiled = try executable()
    #expect(!compiled.isRead && FileStatus(own.folder) == nil)
    compiled.keep(in: own)
    #expect(compiled.notes.isEmpty)
    let paths = [own, shared].map { $0.path(of: compiled.identity) }
    #expect(try contents(paths[0]) == contents(paths[1]))
    try FileManager.default.removeItem(atPath: shared.folder)
    let read = try executable()
    #expect(read.isRead && FileStatus(paths[1]) == nil)
    #expect(try read.contentHash() == compiled.contentHash())
  }

  /// What a run had compiled by another plug-in is told once it is compiled anew; a shared cache has many.
  @Test func programOfAnotherPlugIn_isTold() throws {
    let folder = try TemporaryFolder()
    let (own, shared) = (
      ExecutableCache(folder: folder.file("run")), ExecutableCache(folder: folder.file("shared"))
    )
    let client = try TestPlugIn.client()
    var identity = try ExecutableIdentity(of: Programs.exponentials, CompileOptions(), for: client)
    identity.plugIn = "another"
    for cache in [own, shared] {
      try FileManager.default.createDirectory(atPath: cache.folder, withIntermediateDirectories: true)
      try ExecutableFile.write([1, 2, 3], identity, to: cache.path(of: identity))
    }
    let result = try ExecutableCache.executable(
      Programs.exponentials, CompileOptions(), for: client, from: [own, shared], hashes: nil,
      writingTo: shared)
    #expect(!result.isRead && result.notes.count == 1, "\(result.notes)")
    #expect(result.notes.first?.contains("was compiled for another plug-in") == true, "\(result.notes)")
  }

  /// What was not used for longest goes first.
  @Test func cacheAboveItsLimit_losesTheOldest() throws {
    let folder = try TemporaryFolder()
    let client = try TestPlugIn.client()
    let texts = (0..<3).map { Programs.exponentials + "\n// \($0)\n" }
    let whole = ExecutableCache(folder: folder.path)
    let kept = try texts.prefix(2).map { try whole.executable($0, for: client) }
    let paths = kept.map { whole.path(of: $0.identity) }
    let size = try #require(FileStatus(paths[0])?.size)
    for (path, age) in zip(paths, [200.0, 100]) {
      let date = Date(timeIntervalSinceNow: -age)
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }
    let limited = ExecutableCache(folder: folder.path, limit: 5 * size / 2)
    #expect(try limited.executable(texts[0], for: client).isRead, "and is the one that was used last")
    let last = try limited.executable(texts[2], for: client)
    let all = paths + [limited.path(of: last.identity)]
    #expect(all.map { FileStatus($0) != nil } == [true, false, true])
  }

  private func headEnd(_ bytes: [UInt8]) -> Int? {
    let newlines = bytes.indices.lazy.filter { bytes[$0] == UInt8(ascii: "\n") }.prefix(2)
    return newlines.count == 2 ? newlines.last : nil
  }

  /// A file whose hash is right and whose code is not.
  private func file(_ identity: ExecutableIdentity, code: [UInt8]) throws -> [UInt8] {
    struct Head: Codable {
      let identity: ExecutableIdentity
      let byteCount: Int
      let sha256: String
    }
    let head = Head(identity: identity, byteCount: code.count, sha256: ContentHash.of(Data(code)))
    return Array("flan-train compiled program 1\n".utf8) + Array(try JSONEncoder().encode(head)) + [10] + code
  }
}

@Suite(.needsPlugIn) struct ExecutableFileTests {
  @Test func programOfAnotherIdentity_isRefusedWithWhatDiffers() throws {
    let folder = try TemporaryFolder()
    let client = try TestPlugIn.client()
    let executable = try client.compile(Programs.exponentials)
    let identity = try ExecutableIdentity(of: Programs.exponentials, CompileOptions(), for: client)
    let path = folder.file("step.program")
    let code = try executable.program.serialized()
    try ExecutableFile.write(code, identity, to: path)
    #expect(try ExecutableFile.read(path, identity).code == code)
    var other = identity
    (other.program, other.device, other.deviceCount) = ("0", "NVIDIA H200", 8)
    let error = thrown(ExecutableFileError.self) { _ = try ExecutableFile.read(path, other) }
    #expect(
      error?.reason
        == .other([
          "another program", "another kind of device (cpu instead of NVIDIA H200)",
          "another number of devices (1 instead of 8)",
        ]))
    #expect(Set([identity.key, other.key]).count == 2)
  }
}
