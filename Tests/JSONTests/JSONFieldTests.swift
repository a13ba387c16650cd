import Diagnostics
import Foundation
import Testing

@testable import JSON

@Suite struct JSONFieldTests {
  private func field(_ text: String) throws -> JSONField { try JSONDocument.parse(text.utf8, file: "f") }

  @Test(arguments: [
    ("0", 0), ("-12", -12), ("5e3", 5000), ("12.0", 12), ("1.5e1", 15), ("9223372036854775807", Int.max),
    ("-9223372036854775808", Int.min), ("-0", 0), ("1e18", 1_000_000_000_000_000_000),
  ])
  func integer(_ text: String, _ value: Int) throws { #expect(try field(text).integer() == value) }

  @Test(arguments: ["1.5", "9223372036854775808", "1e19", "1e999999", "-1e400", "1e-1"])
  func numberThatIsNotWhole_isInvalid(_ text: String) throws {
    let field = try field(text)
    #expect(
      throws: JSONError.invalidValue(location: field.location, value: text, requirement: "a whole number")
    ) { try field.integer() }
  }

  @Test(arguments: [("0.5", 0.5), ("1e3", 1000), ("-0", -0.0), ("1e-400", 0), ("12", 12)])
  func double(_ text: String, _ value: Double) throws { #expect(try field(text).double() == value) }

  @Test func infiniteNumber_isInvalid() throws {
    let field = try field("1e400")
    #expect(throws: JSONError.self) { try field.double() }
  }

  /// Every accessor refuses every other kind, and says what is there.
  @Test(arguments: ["null", "true", "1", "\"a\"", "[]", "{}"])
  func wrongTypes(_ text: String) throws {
    let field = try field(text)
    func check(_ kinds: Set<String>, _ expected: String, _ read: () throws -> Void) {
      if kinds.contains(text) {
        #expect(throws: Never.self) { try read() }
        return
      }
      #expect(
        throws: JSONError.wrongType(location: field.location, expected: expected, found: field.node.kind),
        performing: read)
    }
    check(["true"], "true or false") { _ = try field.boolean() }
    check(["1"], "a whole number") { _ = try field.integer() }
    check(["1"], "a number") { _ = try field.double() }
    check(["\"a\""], "a string") { _ = try field.string() }
    check(["[]"], "an array") { _ = try field.array() }
    check(["{}"], "an object") { _ = try field.object() }
    #expect(field.isNull == (text == "null"))
  }

  /// One character or two, which Swift's strings take for equal.
  @Test func keysThatOnlyLookAlike_areTwo() throws {
    let object = try field("{\"\u{E9}\": 1, \"e\u{301}\": 2}").object()
    #expect(object.members.map { $0.key.utf8.count } == [2, 3])
    #expect(throws: JSONError.self) { try field("{\"\u{E9}\": 1, \"\u{E9}\": 2}") }
  }

  @Test func object_keepsOrder_andFindsKeys() throws {
    let object = try field(#"{"b": 1, "a": {"x": [10]}}"#).object()
    #expect(object.keys == ["b", "a"])
    #expect(try object.required("a").object().required("x").array()[0].path == "a.x[0]")
    #expect(object["c"] == nil)
    let error = JSONError.missingKey(location: object.field.location, key: "bb", present: ["b", "a"])
    #expect(throws: error) { try object.required("bb") }
    #expect(error.description == "f:1:1: the key 'bb' is missing\n  Is 'b' meant to be 'bb'?")
  }

  @Test func unknownKeys_areAllFound() throws {
    let object = try field("{\"steps\": 1,\n \"sede\": 2, \"x\": 3}").object()
    let errors = object.unknownKeys(["steps", "seed"])
    #expect(errors.map { $0.location?.line } == [2, 2] && errors.map { $0.location?.column } == [2, 13])
    #expect(errors[0].description == "f:2:2: unknown key 'sede'\n  Did you mean 'seed'?")
    #expect(throws: errors[0]) { try object.refuseUnknownKeys(["steps", "seed"]) }
    #expect(throws: Never.self) { try object.refuseUnknownKeys(["steps", "sede", "x"]) }
  }

  @Test func requirement_isNamed() throws {
    let error = try field("[7]").array()[0].invalid(7, mustBe: "at most 3")
    #expect(error.description == "f:1:2: [0]: is 7 but must be at most 3" && error.category == .data)
  }
}
