import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import ByteStreams

@Suite struct ByteStreamTests {
  private static let text = Array(String(repeating: "a line of text, and another\n", count: 400).utf8)

  private func read(_ bytes: [UInt8], name: String = "file.txt.gz") throws -> [UInt8] {
    let file = try TestFile(bytes, name: name)
    var stream = try ByteStream(path: file.path, what: "file")
    var result: [UInt8] = []
    while let piece = try stream.next() {
      #expect(!piece.isEmpty)
      result += piece
    }
    #expect(try stream.next() == nil)
    return result
  }

  @Test func plainFiles_areReadAsTheyAre() throws {
    for count in [0, 1, 2, 1 << 18, 1 << 18 + 1] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
      #expect(try read(bytes, name: "file.txt") == bytes)
    }
  }

  /// What lies on the disk is counted, piece by piece.
  @Test func aMeterCountsWhatIsRead() throws {
    let bytes = [UInt8](repeating: 65, count: 1 << 19 + 5)
    let counts = Mutex<[Int]>([])
    let meter = ReadingMeter { count in counts.withLock { $0.append(count) } }
    _ = try ReadingMeter.$current.withValue(meter) { try read(bytes, name: "file.txt") }
    #expect(counts.withLock { $0 } == [1 << 18, 1 << 19, 1 << 19 + 5])
    _ = try read(bytes, name: "file.txt")
    #expect(counts.withLock { $0.count } == 3)
  }

  @Test(.timeLimit(.minutes(1))) func aPipe_isRefused_beforeItIsWaitedFor() throws {
    let file = try TestFile([])
    let pipe = file.path + ".pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let error = #expect(throws: FileError.self) { try ByteStream(path: pipe, what: "task file") }
    #expect(error?.problem == "is a pipe, but the task file is read more than once")
    #expect(error?.category == .data)
  }

  @Test func gzipFiles_areInflated_alsoSeveralMembersAndPadding() throws {
    let member = gzip(Self.text)
    #expect(try read(member) == Self.text)
    #expect(try read(member, name: "no-extension") == Self.text)
    #expect(try read(member + gzip([]) + member) == Self.text + Self.text)
    #expect(try read(member + [0, 0, 0]) == Self.text)
    #expect(try read(gzip([])) == [])
    let noise = (0..<700_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    #expect(try read(gzip(noise, level: 0)) == noise)
  }

  @Test func everyCut_isNamedWithItsOffset() throws {
    let member = gzip(Array("some text".utf8))
    for length in 2..<member.count {
      #expect(throws: GzipError.self) { _ = try read(Array(member.prefix(length))) }
    }
    let error = #expect(throws: GzipError.self) { _ = try read(Array(member.dropLast(3))) }
    #expect(error?.problem == "the gzip stream is cut off after \(member.count - 3) bytes")
  }

  @Test func everyDamagedByteAfterTheHeader_isNoticed() throws {
    let member = gzip(Array("some text that is some text".utf8))
    for index in 10..<member.count {
      var damaged = member
      damaged[index] ^= 0x15
      #expect(throws: GzipError.self, "byte \(index)") { _ = try read(damaged) }
    }
  }

  @Test func whatIsNoGzip_isRefused() throws {
    #expect(throws: GzipError.self) { _ = try read(Array("plain".utf8)) }
    #expect(throws: GzipError.self) { _ = try read([]) }
    let member = gzip(Self.text)
    let error = #expect(throws: GzipError.self) { _ = try read(member + [7]) }
    #expect(error?.problem.contains("from \(member.count) on") == true)
    #expect(throws: GzipError.self) { _ = try read(member + [0, 0, 9]) }
  }
}
