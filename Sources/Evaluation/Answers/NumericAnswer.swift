/// Numbers in text, in one spelling for each value.
///
/// As MGSM is scored (Shi et al. 2022): the last number of an output, commas dropped. Decimal digits of any
/// script count as what they stand for.
package enum NumericAnswer {
  /// The last number in `text`: an optional minus sign, digits with commas between them, optionally a point
  /// and more digits; without leading zeros, and without trailing ones after the point. `nil` where there is
  /// none.
  package static func last(in text: String) -> String? {
    let marks = text.unicodeScalars.map(ascii)
    var found: String?
    var index = 0
    while index < marks.count {
      guard isDigit(marks[index]) else {
        index += 1
        continue
      }
      let isNegative =
        index > 0 && marks[index - 1] == minus && !(index > 1 && isDigit(marks[index - 2]))
      let (number, end) = Self.number(marks, from: index)
      found = (isNegative && number != "0" ? "-" : "") + number
      index = end
    }
    return found
  }

  private static let minus = UInt8(ascii: "-")

  /// The number that begins at `start`, and where it ends.
  private static func number(_ marks: [UInt8], from start: Int) -> (String, end: Int) {
    var whole: [UInt8] = []
    var fraction: [UInt8] = []
    var index = start
    while index < marks.count {
      if isDigit(marks[index]) {
        whole.append(marks[index])
      } else if !(marks[index] == UInt8(ascii: ",") && isDigit(marks, index + 1)) {
        break
      }
      index += 1
    }
    if index < marks.count, marks[index] == UInt8(ascii: "."), isDigit(marks, index + 1) {
      index += 1
      while isDigit(marks, index) {
        fraction.append(marks[index])
        index += 1
      }
    }
    let zero = UInt8(ascii: "0")
    while fraction.last == zero { fraction.removeLast() }
    let digits = whole.drop { $0 == zero }
    let head = digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)
    return (fraction.isEmpty ? head : head + "." + String(decoding: fraction, as: UTF8.self), index)
  }

  private static func isDigit(_ marks: [UInt8], _ index: Int) -> Bool {
    index < marks.count && isDigit(marks[index])
  }

  private static func isDigit(_ mark: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(mark)
  }

  /// The ASCII form of a digit, a minus sign, a comma or a point; 0 for everything else.
  private static func ascii(_ scalar: Unicode.Scalar) -> UInt8 {
    if scalar == "\u{2212}" { return minus }
    if scalar.isASCII { return UInt8(scalar.value) }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
      let digit = UInt8(exactly: value), digit < 10
    else { return 0 }
    return UInt8(ascii: "0") + digit
  }
}

/// The letter of the option that an answer names.
package enum ChoiceLetter {
  /// The letter of `(B)`, `B`, `B.`, `B)`, `(B) because` or `B: text`, in capitals; `nil` for text that names
  /// no option, such as `Because`.
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
