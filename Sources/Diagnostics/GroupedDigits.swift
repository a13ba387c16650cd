extension Int {
  /// The number with its digits in groups of three: `1234567` as `1,234,567`.
  public var withGroupedDigits: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
