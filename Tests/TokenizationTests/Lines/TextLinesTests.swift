import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct TextLinesTests {
  private static func read(_ data: Data) throws -> [(text: String, number: Int, isEnded: Bool)] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("TextLinesTests-\(UUID())").path
    try data.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = TextLines(path: path)
    var lines: [(text: String, number: Int, isEnded: Bool)] = []
    try source.forEach { lines.append((try $0.text(of: "notes"), $0.number, $0.isEnded)) }
    return lines
  }

  @Test(
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("\n\n", ["", ""]), ("a\r\nb", ["a", "b"]),
      ("\r\n", [""]), ("a\rb\n", ["a\rb"]), ("a\r", ["a\r"]), ("\r\r\n", ["\r"]), ("é\n東\n", ["é", "東"]),
      ("a\u{0B}\u{0C}\u{85}\u{2028}b\n", ["a\u{0B}\u{0C}\u{85}\u{2028}b"]), ("a\0b\n", ["a\0b"]),
    ] as [(String, [String])])
  func `splits at line feeds`(text: String, expected: [String]) throws {
    let lines = try Self.read(Data(text.utf8))
    #expect(lines.map(\.text) == expected)
    #expect(lines.map(\.number) == Array(1..<expected.count + 1))
    let last = text.utf8.last == UInt8(ascii: "\n")
    #expect(
      lines.dropLast().allSatisfy(\.isEnded) && (lines.last?.isEnded ?? true) == (last || lines.isEmpty))
  }

  /// Lines of all lengths around the size of a piece that is read at once, line ends on both sides of its end.
  @Test(arguments: [-3, -2, -1, 0, 1, 2, 400_000])
  func `lines may be longer than what is read at once`(difference: Int) throws {
    let long = String(repeating: "x", count: (1 << 18) + difference)
    for end in ["\n", "\r\n"] {
      let lines = try Self.read(Data("first\(end)\(long)\(end)\(long)\(end)last".utf8))
      #expect(lines.map(\.text) == ["first", long, long, "last"])
    }
  }

  @Test(
    arguments: [
      ([0x61, 0x0A, 0x62, 0xFF, 0x63], 2, 2, 0xFF), ([0xC3, 0x0A], 1, 1, 0xC3),
      ([0x61, 0xED, 0xA0, 0x80], 1, 2, 0xED),
      ([0x0A, 0x0A, 0xC0, 0x80], 3, 1, 0xC0),
    ] as [([UInt8], Int, Int, UInt8)])
  func `names the line that is not UTF-8`(bytes: [UInt8], line: Int, place: Int, value: UInt8) throws {
    let expected = TokenizerError.invalidText(
      location: SourceLocation(file: "notes", line: line), byte: place, value: value)
    #expect(throws: expected) { try Self.read(Data(bytes)) }
    #expect(expected.category == .data)
  }

  @Test func `a folder or nothing is no text`() {
    #expect(throws: FileError.self) { try TextLines(path: NSTemporaryDirectory()).forEach { _ in } }
    #expect(throws: FileError.self) { try TextLines(path: "/nowhere/at/all").forEach { _ in } }
  }
}
