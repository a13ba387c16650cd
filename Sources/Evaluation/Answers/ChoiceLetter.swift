/// The letter of the option that an answer names.
package enum ChoiceLetter {
  /// The letter of `(B)`, `B`, `B.`, `B)`, `(B) because` or `B: text`, in capitals; `nil` for text that names no
  /// option, such as `Because`.
  package static func read(_ answer: String) -> String? {
    let scalars = Array(PlainText.stripped(answer).unicodeScalars)
    guard let first = scalars.first else { return nil }
    if first == "(" {
      guard scalars.count >= 3, let letter = Self.letter(scalars[1]), scalars[2] == ")" else { return nil }
      return letter
    }
    guard let letter = Self.letter(first) else { return nil }
    if scalars.count == 1 { return letter }
    return [".", ")", ":", ","].contains(scalars[1]) ? letter : nil
  }

  private static func letter(_ scalar: Unicode.Scalar) -> String? {
    guard scalar.isASCII, scalar.properties.isAlphabetic else { return nil }
    return String(scalar).uppercased()
  }
}
