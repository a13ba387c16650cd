import Foundation
import Storage
import TestSupport
import Testing

@testable import Checkpoints

/// The hash of the model that an adapter stands beside, and where it is remembered.
@Suite struct AdapterBaseTests {
  private static let folder = Fixture.path("trainable/untied-transformers4")

  private static func table(_ cache: TemporaryFolder) throws -> String {
    try "hashes/" + #require(names(in: cache.file("hashes")).first)
  }

  @Test func hashesOfLargeFilesAreRemembered_andChangeNothing() throws {
    let cache = try TemporaryFolder()
    let memory = HashCache(folder: cache.path)
    let plain = try AdapterBase(folder: Self.folder).sha256
    #expect(try AdapterBase(folder: Self.folder, cache: memory).sha256 == plain)
    #expect(!cache.exists("hashes"), "all files are small")
    let readOnly = HashCache(folder: cache.path, isReadOnly: true)
    #expect(try AdapterBase(folder: Self.folder, cache: readOnly, rememberingFrom: 0).sha256 == plain)
    #expect(!cache.exists("hashes"))
    #expect(try AdapterBase(folder: Self.folder, cache: memory, rememberingFrom: 0).sha256 == plain)
    // Another hash in the table is what is told, so the files are not read again; and small files always are.
    let table = try Self.table(cache)
    let text = try cache.read(table)
    let weights = try ChunkedFile.hash("\(Self.folder)/model.safetensors", what: "file").sha256
    try #require(text.contains(weights))
    try cache.write(
      text.replacingOccurrences(of: weights, with: String(repeating: "0", count: 64)), to: table)
    #expect(try AdapterBase(folder: Self.folder, cache: memory, rememberingFrom: 0).sha256 != plain)
    #expect(try AdapterBase(folder: Self.folder, cache: memory).sha256 == plain)
  }

  @Test func aChangedFileIsReadAnew() throws {
    let cache = try TemporaryFolder()
    let copy = try TemporaryFolder()
    for name in names(in: Self.folder) {
      try copy.write(contents("\(Self.folder)/\(name)"), to: name)
    }
    let memory = HashCache(folder: cache.path)
    func hash() throws -> String {
      try AdapterBase(folder: copy.path, cache: memory, rememberingFrom: 0).sha256
    }
    #expect(try hash() == AdapterBase(folder: Self.folder).sha256)
    var bytes = try contents(copy.file("model.safetensors"))
    bytes[bytes.count - 1] ^= 1
    try copy.write(bytes, to: "model.safetensors")
    #expect(try hash() == AdapterBase(folder: copy.path).sha256)
    #expect(try hash() != AdapterBase(folder: Self.folder).sha256)
  }
}
