import Diagnostics
import Testing

@testable import ByteStreams

@Suite struct LineStreamTests {
  private func lines(_ bytes: [UInt8], limit: Int = 100) throws -> [String] {
    let file = try TestFile(bytes)
    var stream = try LineStream(path: file.path, what: "file", limit: limit)
    var result: [String] = []
    while let line = try stream.next() {
      #expect(line.number == result.count + 1)
      result.append(String(decoding: line.bytes, as: UTF8.self))
    }
    return result
  }

  static let texts: [(text: String, lines: [String])] = [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
    ("\n\na", ["", "", "a"]), ("\u{FEFF}a\nb", ["a", "b"]), ("a\r", ["a"]), ("ä\nö\n", ["ä", "ö"]),
    ("a\rb\r\rc\r", ["a", "b", "", "c"]), ("a\rb\nc", ["a\rb", "c"]),
  ]

  @Test(arguments: texts) func splits(_ sample: (text: String, lines: [String])) throws {
    #expect(try lines(Array(sample.text.utf8)) == sample.lines)
    #expect(try lines(gzip(sample.text.utf8)) == sample.lines)
  }

  @Test func linesOverPieces_areWhole() throws {
    let expected = (0..<30_000).map { "line \($0) " + String(repeating: "x", count: $0 % 90) }
    #expect(try lines(Array(expected.joined(separator: "\n").utf8)) == expected)
    let long = String(repeating: "y", count: 1 << 20)
    #expect(try lines(Array("a\n\(long)\nb".utf8), limit: 1 << 20) == ["a", long, "b"])
  }

  static let broken: [(bytes: [UInt8], line: Int, part: String)] = [
    ([0xFF, 0xFE, 0x61, 0], 1, "UTF-16"), ([0xFE, 0xFF, 0, 0x61], 1, "UTF-16"),
    ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], 1, "UTF-32"),
    (Array("a\nb\u{0}c".utf8), 2, "NUL"), ([0x61, 0, 0x62, 0], 1, "NUL"),
    (Array(("a\nb\n" + String(repeating: "x", count: 101)).utf8), 3, "longer than"),
    (Array((String(repeating: "x", count: 600_000) + "\n").utf8), 1, "longer than"),
  ]

  @Test(arguments: broken.indices) func whatIsNoText_isNamedWithItsLine(_ index: Int) throws {
    let (bytes, line, part) = Self.broken[index]
    let error = #expect(throws: TextFileError.self) { _ = try lines(bytes) }
    #expect(error?.location?.line == line)
    #expect(error?.description.contains(part) == true)
    #expect(error?.nextStep != nil)
  }
}
