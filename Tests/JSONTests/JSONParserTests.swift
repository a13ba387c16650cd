import Diagnostics
import Foundation
import Testing

@testable import JSON

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONField { try JSONDocument.parse(text.utf8, file: "f") }

  /// What a value is, in one line.
  static func text(_ node: JSONNode) -> String {
    switch node.content {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): value
    case .string(let value): "'\(value)'"
    case .array(let values): "[\(values.map(text).joined(separator: " "))]"
    case .object(let members): "{\(members.map { "\($0.key):\(text($0.value))" }.joined(separator: " "))}"
    }
  }

  @Test(arguments: [
    ("null", "null"), (" true ", "true"), ("\t\r\nfalse\n", "false"), ("0", "0"), ("-0", "-0"),
    ("12.50e+3", "12.50e+3"),
    ("1E-2", "1E-2"), ("123456789012345678901234567890", "123456789012345678901234567890"), ("\"\"", "''"),
    ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"), ("{ }", "{}"), ("[1,2 , [3]]", "[1 2 [3]]"),
    (#"{"b": 1, "a": {"c": []}}"#, "{b:1 a:{c:[]}}"), (#"{"": 1}"#, "{:1}"),
    (#""\"\\\/\b\f\n\r\t""#, "'\"\\/\u{8}\u{C}\n\r\t'"), (#""\u0041\u00e9\u6771""#, "'Aé東'"),
    (#""\ud83d\ude00""#, "'😀'"), (#""\uD83D\uDE00""#, "'😀'"), (#""é東😀""#, "'é東😀'"),
    (#""\ud83d""#, "'\u{FFFD}'"), (#""\ude00x""#, "'\u{FFFD}x'"), (#""\ud83d\u0041""#, "'\u{FFFD}A'"),
    (#""\ud83d\ud83d\ude00""#, "'\u{FFFD}😀'"), (#""\u0000""#, "'\0'"), ("\u{FEFF}1", "1"),
    ("\"\u{7F}\"", "'\u{7F}'"),
  ])
  func validText_isRead(_ text: String, _ expected: String) throws {
    #expect(JSONParserTests.text(try parse(text).node) == expected)
  }

  /// A text, where it goes wrong, what stands there, what should.
  @Test(arguments: [
    ("", 1, 1, "the end of the file", "a value"), ("  \n ", 2, 2, "the end of the file", "a value"),
    ("nul", 1, 1, "'n'", "a value"), ("nulll", 1, 5, "'l'", "the end of the file"),
    ("True", 1, 1, "'T'", "a value"),
    ("1 2", 1, 3, "'2'", "the end of the file"), ("01", 1, 2, "'1'", "the end of the number"),
    ("0x10", 1, 2, "'x'", "the end of the number"), ("[1.2.3]", 1, 5, "'.'", "the end of the number"),
    ("-", 1, 2, "the end of the file", "a digit"), ("1.", 1, 3, "the end of the file", "a digit"),
    (".5", 1, 1, "'.'", "a value"), ("1e", 1, 3, "the end of the file", "a digit"),
    ("1e+x", 1, 4, "'x'", "a digit"),
    ("+1", 1, 1, "'+'", "a value"), ("NaN", 1, 1, "'N'", "a value"),
    ("[1", 1, 3, "the end of the file", "',' or ']'"),
    ("[1 2]", 1, 4, "'2'", "',' or ']'"), ("[1,]", 1, 4, "']'", "a value"), ("[,1]", 1, 2, "','", "a value"),
    ("{", 1, 2, "the end of the file", "a key in quotes"), ("{a: 1}", 1, 2, "'a'", "a key in quotes"),
    ("{\"a\" 1}", 1, 6, "'1'", "':'"), ("{\"a\": 1,}", 1, 9, "'}'", "a key in quotes"),
    ("{\"a\": 1 \"b\": 2}", 1, 9, "'\"'", "',' or '}'"),
    ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "'\"'", "',' or '}'"),
    ("{\"a\":}", 1, 6, "'}'", "a value"), ("\"abc", 1, 5, "the end of the file", "'\"'"),
    ("\"a\nb\"", 1, 3, "the byte 10", "an escaped control character"), ("\"\\x\"", 1, 3, "'x'", "an escape"),
    ("\"\\", 1, 3, "the end of the file", "an escape"),
    ("\"\\u12\"", 1, 6, "'\"'", "four hexadecimal digits"),
    ("\"\\u12g4\"", 1, 6, "'g'", "four hexadecimal digits"),
    ("\"\\ud83d\\u12\"", 1, 12, "'\"'", "four hexadecimal"),
    ("[\"é東\", x]", 1, 8, "'x'", "a value"), ("// no\n1", 1, 1, "'/'", "a value"),
    ("'a'", 1, 1, "'''", "a value"),
    ("[\u{A0}1]", 1, 2, "the byte 194", "a value"), ("1\0", 1, 2, "the byte 0", "the end of the file"),
  ])
  func invalidText_isRefused(_ text: String, _ line: Int, _ column: Int, _ found: String, _ expected: String)
  {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    guard case .syntax(let place, let what, let wanted) = error else {
      Issue.record("another error")
      return
    }
    #expect(place.file == "f" && place.line == line && place.column == column)
    #expect(what == found && wanted.hasPrefix(expected))
    #expect((error?.nextStep != nil) == (found == "the end of the file"))
  }

  /// The field in which a text goes wrong; `nil` at the top.
  @Test(arguments: [
    ("x", nil), ("{\"a\" 1}", nil), ("{\"a\": x}", "a"), ("{\"a\": {\"b\": NaN}}", "a.b"),
    ("{\"a\": [1, {\"b\": 01}]}", "a[1].b"), ("[[0], [1, [x]]]", "[1][1][0]"), ("{\"a\": [1 2]}", "a"),
    ("{\"a\": \"b", "a"),
  ])
  func invalidText_namesItsField(_ text: String, _ field: String?) {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.location?.field == field)
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func nesting_hasALimit(_ open: String, _ close: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    #expect(throws: Never.self) { try parse(nested(JSONDocument.maximumDepth)) }
    #expect(throws: JSONError.self) { try parse(nested(JSONDocument.maximumDepth + 1)) }
    #expect(throws: JSONError.self) { try parse(String(repeating: open, count: 1_000_000)) }
  }

  /// Every value of a text knows its place.
  @Test func places() throws {
    let root = try parse("\u{FEFF}{\n  \"é\": [1,\n   \"東\", true], \"b\" :\n{ \"c\": null }\n}")
    let object = try root.object()
    let list = try object.required("é").array()
    #expect((root.node.line, root.node.column) == (1, 1))
    #expect(list.map(\.node.line) == [2, 3, 3] && list.map(\.node.column) == [9, 4, 9])
    #expect(object.members.map(\.line) == [2, 3] && object.members.map(\.column) == [3, 16])
    let inner = try object.required("b").object().required("c")
    #expect(inner.location == Diagnostics.SourceLocation(file: "f", line: 4, column: 8, field: "b.c"))
    #expect(list[1].location.field == "é[1]" && root.location.field == nil)
  }

  /// One long line is not counted from its start for every value.
  @Test func longLine_hasItsColumns() throws {
    let list = try parse("[" + String(repeating: "1,", count: 200_000) + "2]").array()
    #expect(list.last?.node.column == 400_002)
  }
}
