import Diagnostics

/// What stands before an option: a bullet, or a number, letter or Roman numeral with something around it.
package struct OptionMarker: Sendable, Hashable {
  /// How markers count.
  package enum Numbering: String, Sendable, CaseIterable {
    /// A, B, C: up to 26.
    case upperLetters = "A"
    /// a, b, c: up to 26.
    case lowerLetters = "a"
    /// 1, 2, 3.
    case numbers = "1"
    /// I, II, III.
    case upperRoman = "I"
    /// i, ii, iii.
    case lowerRoman = "i"

    /// The mark of option `index`, counted from 0; `nil` where there is none.
    package func mark(_ index: Int) -> String? {
      switch self {
      case .upperLetters: Self.letter(index, from: "A")
      case .lowerLetters: Self.letter(index, from: "a")
      case .numbers: index >= 0 && index < OptionMarker.limit ? "\(index + 1)" : nil
      case .upperRoman: Self.roman(index)
      case .lowerRoman: Self.roman(index)?.lowercased()
      }
    }

    private static func letter(_ index: Int, from first: Unicode.Scalar) -> String? {
      guard (0..<26).contains(index), let scalar = Unicode.Scalar(first.value + UInt32(index)) else {
        return nil
      }
      return String(Character(scalar))
    }

    private static func roman(_ index: Int) -> String? {
      guard index >= 0, index < OptionMarker.limit else { return nil }
      let tens = ["", "X", "XX"]
      let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
      return tens[(index + 1) / 10] + ones[(index + 1) % 10]
    }
  }

  /// The most options that are numbered.
  package static let limit = 26

  /// As it was written: `({A})`.
  package let source: String
  /// How it counts; `nil` for a bullet.
  package let numbering: Numbering?
  private let before: String
  private let after: String

  /// A marker such as `({A})`, `{i}.` or `-`.
  /// - Throws: `TemplateError.badMarker`, `.unknownPlaceholder`, `.strayBrace`.
  package init(_ source: String, at location: SourceLocation) throws(TemplateError) {
    self.source = source
    let pattern = try TemplatePattern(source, allowing: Numbering.allCases.map(\.rawValue), at: location)
    var texts = ["", ""]
    var numbering: Numbering?
    for segment in pattern.segments {
      switch segment {
      case .text(let text): texts[numbering == nil ? 0 : 1] += text
      case .field(let name) where numbering == nil: numbering = Numbering(rawValue: name)
      default: throw .badMarker(location: location, marker: source)
      }
    }
    if source.trimmed.isEmpty { throw .badMarker(location: location, marker: source) }
    self.numbering = numbering
    (before, after) = (texts[0], texts[1])
  }

  /// The marker of option `index`, counted from 0, with what is around it.
  func text(_ index: Int) -> String { before + (numbering?.mark(index) ?? "") + after }

  /// What a target names option `index` by: the marker without the white space and punctuation that lead on
  /// to the option, so `(B)` for `(B)` and `B` for `B:`; `nil` for a bullet or an option that has no number.
  func name(_ index: Int) -> String? {
    guard let mark = numbering?.mark(index) else { return nil }
    let end = after.trimmed
    let closing = end.prefix { ")]>".contains($0) }
    return (before + mark + closing).trimmed
  }
}
