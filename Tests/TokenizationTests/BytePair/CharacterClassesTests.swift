import Testing

@testable import Tokenization

@Suite struct CharacterClassesTests {
  private static func kind(_ category: Unicode.GeneralCategory) -> CharacterClass {
    switch category {
    case .uppercaseLetter, .titlecaseLetter: [.letter, .upper]
    case .lowercaseLetter: [.letter, .lower]
    case .modifierLetter, .otherLetter: [.letter, .upper, .lower]
    case .nonspacingMark, .spacingMark, .enclosingMark: [.mark, .upper, .lower]
    case .decimalNumber, .letterNumber, .otherNumber: .number
    default: []
    }
  }

  /// Where the system's version of Unicode assigned a character no later than the table's, both have the same class.
  @Test func `characters have the classes of their categories`() {
    let classes = CharacterClasses.shared
    var count = 0
    for code in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let properties = scalar.properties
      // A letter that was of another kind before version 16, and those that came with it or later.
      guard code != 0x295,
        properties.age.map({ $0.major < 15 })
          ?? (properties.generalCategory == .unassigned && classes[code] == [])
      else { continue }
      count += 1
      var expected = Self.kind(properties.generalCategory)
      if properties.isWhitespace { expected.insert(.space) }
      if code == 0x0A || code == 0x0D { expected.insert(.lineEnd) }
      if classes[code] != expected { Issue.record("U+\(String(code, radix: 16)) is \(classes[code])") }
    }
    #expect(count > 1_000_000)
  }

  @Test func `Digits knows more numbers than patterns do`() {
    #expect(
      CharacterClasses.shared[0x11DE0] == .furtherDigit && CharacterClasses.shared[0x16FF6] == .furtherDigit)
  }
}
