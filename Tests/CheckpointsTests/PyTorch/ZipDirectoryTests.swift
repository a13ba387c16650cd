import Testing
import TestSupport

@testable import Checkpoints

@Suite struct ZipDirectoryTests {
  private let zip = ZipBytes(entries: [("a/b", [1, 2, 3]), ("c", []), ("naïve", [4])])

  private func entries(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
    try bytes.withUnsafeBytes { content in
      let directory = try ZipDirectory(content, path: "x")
      var entries: [String: [UInt8]] = [:]
      for name in directory.names { entries[name] = try directory.range(of: name).map { Array(content[$0]) } }
      return entries
    }
  }

  private func reason(_ bytes: [UInt8]) -> TorchFileError.Reason? {
    thrown(TorchFileError.self) { _ = try entries(bytes) }?.reason
  }

  @Test(arguments: [false, true], [0, 7, 40])
  func readsEntries(isZip64: Bool, padding: Int) throws {
    var zip = zip
    (zip.isZip64, zip.padding, zip.comment) = (isZip64, padding, "PK\u{5}\u{6} and more")
    zip.flags = 0x808
    #expect(try entries(zip.bytes) == ["a/b": [1, 2, 3], "c": [], "naïve": [4]])
  }

  @Test func whatIsNotStoredIsNamed() {
    var zip = ZipBytes(entries: [("a/b", [1, 2, 3])])
    zip.method = 8
    #expect(reason(zip.bytes) == .unreadableEntry("a/b", "compressed"))
    (zip.method, zip.flags) = (0, 1)
    #expect(reason(zip.bytes) == .unreadableEntry("a/b", "encrypted"))
  }

  @Test func twoEntriesOfOneName() {
    var zip = zip
    zip.entries[1].name = "a/b"
    #expect(reason(zip.bytes) == .damagedZip("it has two entries 'a/b'"))
  }

  /// Cut anywhere, the file is refused: its directory is at its end.
  @Test(arguments: [false, true])
  func cutFilesAreRefused(isZip64: Bool) {
    var zip = zip
    zip.isZip64 = isZip64
    for count in 0..<zip.bytes.count { #expect(reason(Array(zip.bytes[..<count])) != nil) }
  }

  /// Every byte of the records in its turn is 0 or 255.
  @Test(arguments: [false, true])
  func damageNeverTraps(isZip64: Bool) {
    var zip = zip
    zip.isZip64 = isZip64
    let bytes = zip.bytes
    var refused = 0
    for index in bytes.indices {
      for value: UInt8 in [0, 255] {
        var damaged = bytes
        damaged[index] = value
        if reason(damaged) != nil { refused += 1 }
      }
    }
    #expect(refused > 50)
  }
}
