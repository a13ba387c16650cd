import Foundation
import Testing

@testable import Tokenization

@Suite struct CanonicalFormsTests {
  private static func form(_ text: String, _ form: CanonicalForms.Form) -> [UInt32] {
    let output = GrowingBuffer<UInt8>()
    var text = text
    text.withUTF8 { CanonicalForms.shared.append($0, in: form, to: output) }
    return String(decoding: output.elements, as: UTF8.self).unicodeScalars.map(\.value)
  }

  @Test(
    arguments: [
      ("e\u{301}", [0xE9], [0x65, 0x301]), ("\u{212B}", [0xC5], [0x41, 0x30A]),
      ("q\u{307}\u{323}", [0x71, 0x323, 0x307], [0x71, 0x323, 0x307]),
      ("\u{1E69}", [0x1E69], [0x73, 0x323, 0x307]), ("s\u{307}\u{323}", [0x1E69], [0x73, 0x323, 0x307]),
      ("\u{1100}\u{1161}\u{11A8}", [0xAC01], [0x1100, 0x1161, 0x11A8]),
      ("\u{AC00}\u{11A8}", [0xAC01], [0x1100, 0x1161, 0x11A8]), ("\u{344}", [0x308, 0x301], [0x308, 0x301]),
      ("\u{958}", [0x915, 0x93C], [0x915, 0x93C]), ("a\u{301}\u{301}", [0xE1, 0x301], [0x61, 0x301, 0x301]),
      ("\u{1D15E}", [0x1D157, 0x1D165], [0x1D157, 0x1D165]), ("", [], []),
      ("ab", [0x61, 0x62], [0x61, 0x62]),
      // Marks of class 0 that are taken apart into marks of other classes.
      ("a\u{F73}\u{323}\u{301}", [0x1EA1, 0xF71, 0xF72, 0x301], [0x61, 0xF71, 0xF72, 0x323, 0x301]),
      ("a\u{F81}\u{323}\u{301}", [0x1EA1, 0xF71, 0xF80, 0x301], [0x61, 0xF71, 0xF80, 0x323, 0x301]),
      // What the library's version of Unicode does not know stays in its order.
      ("a\u{897}\u{323}", [0x61, 0x897, 0x323], [0x61, 0x897, 0x323]),
    ] as [(String, [UInt32], [UInt32])])
  func `texts are taken apart and put together`(text: String, composed: [UInt32], decomposed: [UInt32]) {
    #expect(Self.form(text, .composed) == composed)
    #expect(Self.form(text, .decomposed) == decomposed)
  }

  /// Foundation's forms are those of a later version of Unicode, in which characters of the versions before are as they were.
  @Test func `all characters of the basic plane that Unicode 3 had are as Foundation has them`() {
    var count = 0
    // Foundation does not order what these three are taken apart into.
    let others: Set<UInt32> = [0xF73, 0xF75, 0xF81]
    for code in UInt32(0xA0)..<0xFFFE where !others.contains(code) {
      guard let scalar = Unicode.Scalar(code), let age = scalar.properties.age, age.major <= 3 else {
        continue
      }
      let text = "a\(String(scalar))\u{323}\u{301}"
      count += 1
      let (composed, decomposed) = (
        text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping
      )
      if Self.form(text, .composed) != composed.unicodeScalars.map(\.value)
        || Self.form(text, .decomposed) != decomposed.unicodeScalars.map(\.value)
      {
        Issue.record("U+\(String(code, radix: 16))")
      }
    }
    #expect(count > 40_000)
  }
}
