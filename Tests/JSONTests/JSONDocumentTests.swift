import Diagnostics
import Foundation
import Testing

@testable import JSON

@Suite struct JSONDocumentTests {
  /// Gives `body` the path of a file with `text`.
  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/flan-train-test-\(UUID().uuidString)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func file_isReadUnderItsName() throws {
    try withFile("{\"a\": 1}") { path in
      let field = try JSONDocument.read(path, what: "recipe")
      #expect(field.file == path && field.node.line == 1)
    }
    #expect(throws: FileError.self) { try JSONDocument.read("/nowhere/x.json", what: "recipe") }
  }

  /// A text, and the lines of its values.
  @Test(
    arguments: [
      ("", []), ("\n\n", []), ("1", [1]), ("1\n2\n", [1, 2]), ("1\r\n\r\n 2 \n\t\n3", [1, 3, 5]),
    ] as [(String, [Int])])
  func lines(_ text: String, _ expected: [Int]) throws {
    try withFile(text) { path in
      var lines: [Int] = []
      var values: [Int] = []
      try JSONDocument.readLines(path, what: "lines") { field in
        lines.append(field.node.line)
        values.append(try field.integer())
      }
      #expect(lines == expected && values == Array(1..<(values.count + 1)))
    }
  }

  @Test func errorsInLines_haveTheirLine() throws {
    try withFile("1\n\n[2\n3\n") { path in
      let error = JSONError.syntax(
        location: Diagnostics.SourceLocation(file: path, line: 3, column: 3), found: "the end of the file",
        expected: "',' or ']'")
      #expect(throws: error) { try JSONDocument.readLines(path, what: "lines") { _ in } }
    }
  }

  @Test func errorOfTheReader_endsTheReading() throws {
    struct Enough: Error {}
    try withFile("1\n2\n3\n") { path in
      var count = 0
      #expect(throws: Enough.self) {
        try JSONDocument.readLines(path, what: "lines") { _ in
          count += 1
          if count == 2 { throw Enough() }
        }
      }
      #expect(count == 2)
    }
  }
}
