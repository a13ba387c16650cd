/// What Unicode's compatibility forms (UAX #15) make of characters, in the version of SentencePiece's
/// `nmt_nfkc`.
///
/// The forms come from a table of this package, not from the system, whose version of Unicode may be any: a
/// vocabulary must have the same bytes wherever it is trained.
struct NormalizationForms {
  /// A character that a form changes.
  struct Entry {
    /// The character.
    var character: UInt32
    /// NFKD: taken apart.
    var decomposed: [UInt32]
    /// NFKC: put together again.
    var composed: [UInt32]
  }

  /// All characters that have such an entry, in no particular order.
  let entries: [Entry]

  /// Reads the table.
  init() {
    entries = Self.listed(NormalizationFormsTable.text) + Self.hangulSyllables
  }

  /// The entries of a text in the table's spelling.
  private static func listed(_ text: String) -> [Entry] {
    let blanks: Set = [UInt8(ascii: " "), UInt8(ascii: "\n")]
    return Array(text.utf8).split { blanks.contains($0) }.flatMap { entry in
      let parts = entry.split(separator: UInt8(ascii: ":"))
      let span = numbers(parts[0], between: "-")
      let forms = parts[1].split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
      let decomposed = numbers(forms[0], between: "+")
      if let last = span.dropFirst().first {
        return (span[0]...last).map { character in
          let single = [decomposed[0] + character - span[0]]
          return Entry(character: character, decomposed: single, composed: single)
        }
      }
      let composed = forms.count == 1 ? decomposed : forms[1].isEmpty ? span : numbers(forms[1], between: "+")
      return [Entry(character: span[0], decomposed: decomposed, composed: composed)]
    }
  }

  /// Hexadecimal numbers; the table holds nothing else.
  private static func numbers(_ text: ArraySlice<UInt8>, between separator: Unicode.Scalar) -> [UInt32] {
    text.split(separator: UInt8(ascii: separator)).map { digits in
      digits.reduce(0) { number, digit in
        number << 4 | UInt32(digit < UInt8(ascii: "A") ? digit & 15 : digit - UInt8(ascii: "A") + 10)
      }
    }
  }

  /// The syllables of two or three letters, by the arithmetic of the Unicode Standard, section 3.12.
  private static var hangulSyllables: [Entry] {
    let (leads, vowels, trails): (UInt32, UInt32, UInt32) = (19, 21, 28)
    return (0..<leads * vowels * trails).map { index in
      let trail = index % trails
      let letters = [0x1100 + index / (vowels * trails), 0x1161 + index / trails % vowels]
      return Entry(
        character: 0xAC00 + index, decomposed: trail == 0 ? letters : letters + [0x11A7 + trail],
        composed: [0xAC00 + index])
    }
  }
}
