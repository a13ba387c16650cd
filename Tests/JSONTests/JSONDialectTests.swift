import Testing

@testable import JSON

/// What other programs write in place of JSON, for data alone.
@Suite struct JSONDialectTests {
  @Test(arguments: [
    ("[NaN, 1]", "[null 1]"), ("{\"a\": NaN}", "{a:null}"),
    ("[Infinity, -Infinity, -1]", "[Infinity -Infinity -1]"),
    ("[1, 2,]", "[1 2]"), ("{\"a\": 1,\n}", "{a:1}"), ("[[1,], {\"b\": [],},]", "[[1] {b:[]}]"),
  ])
  func lenientReadsWhatStrictRefuses(_ text: String, _ expected: String) throws {
    let field = try JSONDocument.parse(text.utf8, file: "f", dialect: .lenient)
    #expect(JSONParserTests.text(field.node) == expected)
    #expect(throws: JSONError.self) { try JSONDocument.parse(text.utf8, file: "f") }
    var pieces = [Array("{\"list\": \(text)}".utf8)]
    let walked = try JSONDocument.walk(
      elementsOf: "other", file: "f", dialect: .lenient, pieces: { pieces.popLast() }, { _ in })
    #expect(try JSONParserTests.text(walked.object().required("list").node) == expected)
  }

  @Test(arguments: ["[,]", "[1,,]", "Nan", "nan", "Inf", "-Inf", "{,}", "[1 2]", "{\"a\": 1,, }"])
  func whatNobodyWritesIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try JSONDocument.parse(text.utf8, file: "f", dialect: .lenient) }
  }

  @Test(arguments: [1, 3, 1000])
  func aSequenceIsReadWhereverItIsCut(_ size: Int) throws {
    var bytes = Array("{\"a\": 1}\n{\"a\":\n 2},\n\n{\"a\": [3,]}".utf8)
    var found: [String] = []
    try JSONDocument.walkSequence(
      file: "f", dialect: .lenient,
      pieces: {
        defer { bytes.removeFirst(min(size, bytes.count)) }
        return bytes.isEmpty ? nil : Array(bytes.prefix(size))
      }, { found.append("\($0.node.line) \(JSONParserTests.text($0.node))") })
    #expect(found == ["1 {a:1}", "2 {a:2}", "5 {a:[3]}"])
  }
}
