import Foundation
import JSON
import Testing

@Suite struct OrderedJSONTests {
  @Test(arguments: [
    (0.0, "0"), (1.0, "1"), (-2.0, "-2"), (0.05, "0.05"), (1e-30, "1e-30"), (5e-4, "0.0005"), (1e16, "1e+16"),
    (123_456_789, "123456789"),
  ])
  func number_isShortAndReadsBack(_ value: Double, _ text: String) throws {
    #expect(OrderedJSON.text(of: value) == text)
    #expect(try JSONDocument.parse(text.utf8, file: "").double() == value)
  }

  @Test func everyAsciiCharacter_survivesQuoting() throws {
    let text = String(String.UnicodeScalarView((0..<128).compactMap { UnicodeScalar($0) })) + "é😀"
    #expect(try JSONDocument.parse(OrderedJSON.quoted(text).utf8, file: "").string() == text)
  }

  @Test func prettyText_readsBackWithItsOrder() throws {
    let value = OrderedJSON.object([
      .init("b", .array([.integer(1), .null, .boolean(true)])), .init("a", .object([])),
      .init("long", .array((0..<60).map { .string("word \($0)") })), .init("x", .number(0.5)),
    ])
    #expect(OrderedJSON(try JSONDocument.parse(value.prettyText().utf8, file: "").node) == value)
    #expect(OrderedJSON(try JSONDocument.parse(value.compactText.utf8, file: "").node) == value)
  }
}
