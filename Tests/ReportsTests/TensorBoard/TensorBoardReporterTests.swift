import Foundation
import Testing
import Training

@testable import Reports

@Suite struct TensorBoardReporterTests {
  /// RFC 3720, appendix B.4, and the check value of the CRC catalogues.
  static let checksums: [(bytes: [UInt8], checksum: UInt32)] = [
    ([], 0), (Array(repeating: 0, count: 32), 0x8A91_36AA), (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
    (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
    (Array("123456789".utf8), 0xE306_9283),
  ]

  @Test(arguments: checksums)
  func checksum_isCRC32C(_ known: (bytes: [UInt8], checksum: UInt32)) {
    #expect(MaskedChecksum.crc32C(known.bytes) == known.checksum)
  }

  @Test func scalarEvent_hasTheBytesOfItsMessage() {
    let bytes = EventMessage.scalars([("a", 0.5)], step: 300, time: 1)
    #expect(
      bytes == [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x10, 0xAC, 0x02]
        + [0x2A, 0x0A, 0x0A, 0x08, 0x0A, 0x01, 0x61, 0x15, 0, 0, 0, 0x3F])
  }

  /// The records of a file, with their framing checked.
  private func records(_ path: String) throws -> [[UInt8]] {
    var rest = Array(try Data(contentsOf: URL(fileURLWithPath: path)))[...]
    var records: [[UInt8]] = []
    while !rest.isEmpty {
      let length = Array(rest.prefix(8))
      let count = length.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
      let data = Array(rest.dropFirst(12).prefix(count))
      #expect(Array(rest.prefix(16 + count)) == RecordFrame.framed(data))
      records.append(data)
      rest = rest.dropFirst(16 + count)
    }
    return records
  }

  @Test func everyStart_hasAFileOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try ExampleRun(steps: 10).play(to: [TensorBoardReporter(run, now: { 1_000_000_000 })], through: 6)
    try ExampleRun(steps: 10, resumedFromStep: 4).play(to: [TensorBoardReporter(run, now: { 1_000_000_000 })])
    let names = try FileManager.default.contentsOfDirectory(atPath: run.tensorBoardFolder).sorted()
    #expect(names == (0...1).map { "events.out.tfevents.1000000000.flan-train.\($0)" })
    let first = try records("\(run.tensorBoardFolder)/\(names[0])")
    #expect(first.count == 2 + 6 + 2 + 1)
    #expect(first[0].suffix(13) == Array("brain.Event:2".utf8)[...])
    let second = try records("\(run.tensorBoardFolder)/\(names[1])")
    // Step 5, then session log with status START.
    #expect(second[1].suffix(6) == [0x10, 5, 0x3A, 2, 0x08, 1][...])
  }
}
