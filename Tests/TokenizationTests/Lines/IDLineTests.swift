import Foundation
import JSON
import Testing

@testable import Tokenization

@Suite struct IDLineTests {
  private static func ids(_ text: String) throws -> [Int32] {
    var text = text
    return try text.withUTF8 { try IDLine.ids(in: $0, file: "ids", number: 7) }
  }

  @Test(
    arguments: [
      [], [0], [1, 2, 3], [999_999_999, 1_000_000_000, .max], [-1, .min], [10, 100, 1000],
    ] as [[Int32]])
  func `reads what it writes`(ids: [Int32]) throws {
    var bytes: [UInt8] = []
    IDLine.append(ids, to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(try JSONDecoder().decode([Int32].self, from: Data(bytes)) == ids)
    #expect(try Self.ids(text) == ids)
    #expect(try Self.ids(text.replacingOccurrences(of: ",", with: ", ")) == ids)
    #expect(try Self.ids(" \(text) ") == ids)
  }

  @Test(arguments: [("[ 1 , 2 ]", [1, 2]), ("[1e2]", [100]), ("[2.0,3]", [2, 3]), ("[ ]", [])])
  func `takes all JSON`(text: String, ids: [Int32]) throws { #expect(try Self.ids(text) == ids) }

  @Test(arguments: [
    "", "[", "]", "[]]", "[1,]", "[,1]", "[1 2]", "[01]", "[1,02]", "12", "{}", "[\"a\"]", "[1.5]", "[null]",
    "[99999999999]", "[1]x", "[1,,2]", "[ ", "[--1]", "[1, ]",
  ])
  func `refuses the rest with its line`(text: String) throws {
    let error = #expect(throws: JSONError.self) { try Self.ids(text) }
    #expect(error?.location?.file == "ids" && error?.location?.line == 7)
  }

  @Test func `pieces are JSON strings`() throws {
    let tokenizer = try SentencePieceTokenizer(
      model: Fixture.model([
        ("\u{2581}", -1, .normal), ("\"", -1, .normal), ("\\", -1, .normal), ("\n", -1, .normal),
        ("/", -1, .normal),
      ]), source: "m")
    let ids = tokenizer.encode("\" \\\n/") + [-1, 1]
    var line = PieceLine(tokenizer)
    for _ in 0..<2 {
      var bytes: [UInt8] = []
      try line.append(ids, to: &bytes)
      let pieces = try JSONDecoder().decode([String].self, from: Data(bytes))
      #expect(pieces == ["▁", "\"", "▁", "\\", "\n", "/", "", "</s>"])
      #expect(!bytes.contains(UInt8(ascii: "\n")))
    }
  }
}
