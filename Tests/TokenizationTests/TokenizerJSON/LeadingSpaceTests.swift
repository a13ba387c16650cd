import Foundation
import Testing

@testable import Tokenization

@Suite struct LeadingSpaceTests {
  @Test(arguments: [
    (#"{"prepend_scheme":"never","split":true}"#, #"{"prepend_scheme":"always","split":true}"#),
    ("{\"prepend_scheme\" :\n \"never\"}", "{\"prepend_scheme\" :\n \"always\"}"),
    (
      #"[{"add_prefix_space":false},{"add_prefix_space": false}]"#,
      #"[{"add_prefix_space":true},{"add_prefix_space": true}]"#
    ),
    (
      #"{"prepend_scheme":"first","add_prefix_space":true}"#,
      #"{"prepend_scheme":"first","add_prefix_space":true}"#
    ),
    (#"{"a":"\"prepend_scheme\":\"never\""}"#, #"{"a":"\"prepend_scheme\":\"never\""}"#),
    (#"["prepend_scheme","never"]"#, #"["prepend_scheme","never"]"#),
    (#""prepend_scheme""#, #""prepend_scheme""#),
    (#""prepend_scheme":"#, #""prepend_scheme":"#), ("", ""),
  ])
  func `is turned on where it is off`(file: String, expected: String) {
    #expect(String(decoding: LeadingSpace.turnedOn(in: Data(file.utf8)), as: UTF8.self) == expected)
  }

  @Test func `nothing else of a file changes`() throws {
    let untouched = try Fixture.data("transformers5/rules.json")
    #expect(LeadingSpace.turnedOn(in: untouched) == untouched)
    let file = try Fixture.data("transformers4/rules.json")
    let changed = LeadingSpace.turnedOn(in: file)
    let text = String(decoding: file, as: UTF8.self).replacingOccurrences(of: "\"never\"", with: "\"always\"")
    #expect(changed == Data(text.utf8) && changed.count == file.count + 2)
  }
}
