import Foundation
@testable import Reports
@testable import Runs
import TestSupport
import Testing

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

  @Test func textEvent_hasTheBytesOfItsMessage() {
    let bytes = EventMessage.text("a", "hi", step: 1, time: 0)
    let tensor: [UInt8] = [0x08, 7, 0x12, 0, 0x42, 2, 0x68, 0x69]
    let metadata: [UInt8] = [0x0A, 6, 0x0A, 4] + Array("text".utf8) + [0x20, 2]
    let value: [UInt8] = [0x0A, 1, 0x61, 0x42, 8] + tensor + [0x4A, 10] + metadata
    #expect(
      bytes == [
        0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0x2A, UInt8(value.count + 2), 0x0A, UInt8(value.count),
      ] + value)
  }

  @Test func histogramEvent_hasItsBucketsPacked() throws {
    let histogram = try #require(ValueHistogram([1e-3, 2e-3]))
    let bytes = EventMessage.histogram("h", histogram, step: 1, time: 0)
    let counts = histogram.buckets.flatMap { EventMessage.littleEndian(Double($0.count).bitPattern) }
    #expect(bytes.suffix(counts.count) == counts[...])
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
    // Version and session; scalars of 6 steps, of 2 evaluations and of update sizes; 2 texts; 1 histogram.
    #expect(first.count == 2 + 6 + 2 + 1 + 2 + 1)
    #expect(first[0].suffix(13) == Array("brain.Event:2".utf8)[...])
    let second = try records("\(run.tensorBoardFolder)/\(names[1])")
    // Step 5, then session log with status START.
    #expect(second[1].suffix(6) == [0x10, 5, 0x3A, 2, 0x08, 1][...])
  }

  /// A later file is read later, whatever the clock says.
  @Test func clocksThatAreSetBack_doNotChangeTheOrder() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    for time in [1_000_000_000.0, 900_000_000, -5, 1_000_000_007] {
      try ExampleRun(steps: 10).play(to: [TensorBoardReporter(run, now: { time })], through: 1)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: run.tensorBoardFolder).sorted()
    #expect(
      names == ["1000000000.flan-train.0", "1000000000.flan-train.1", "1000000000.flan-train.2"].map {
        "events.out.tfevents.\($0)"
      } + ["events.out.tfevents.1000000007.flan-train.0"])
  }
}

@Suite struct ValueHistogramTests {
  @Test(arguments: [[0.5], [1e-13, 1e-3, 2e-3, 2e-3, 40], [0, 0], [0, 1e-9, 1]] as [[Double]])
  func everyValue_isInABucket(_ values: [Double]) throws {
    let histogram = try #require(ValueHistogram(values.shuffled()))
    #expect(histogram.buckets.reduce(0) { $0 + $1.count } == values.count && histogram.count == values.count)
    #expect(histogram.minimum == values.min() && histogram.maximum == values.max())
    #expect(zip(histogram.buckets, histogram.buckets.dropFirst()).allSatisfy { $0.limit < $1.limit })
    var passed = 0
    for bucket in histogram.buckets {
      passed += bucket.count
      #expect(passed == values.count { $0 <= bucket.limit })
    }
  }

  @Test func whatIsNoSize_isLeftOut() {
    #expect(ValueHistogram([]) == nil && ValueHistogram([.nan, -1, .infinity]) == nil)
    #expect(ValueHistogram([.nan, 1])?.count == 1)
  }
}
