/// The words of a text as hashes, for the comparison of texts: letters and digits in lower case; all else
/// only separates.
///
/// Scripts that put no spaces between words (Han, Kana, Thai, Lao, Khmer, Burmese) give a word for each
/// character.
enum NormalizedWords {
  /// Calls `body` with the hash and the bytes of each word of `text`, in order.
  static func forEach(
    in text: UnsafeBufferPointer<UInt8>, _ body: (_ hash: UInt64, _ bytes: Range<Int>) -> Void
  ) {
    var hash = empty
    var start = 0
    var position = 0
    func endWord(_ end: Int) {
      if hash != empty { body(StableHash.mix(hash), start..<end) }
      hash = empty
    }
    while position < text.count {
      let byte = text[position]
      if byte < 0x80 {
        let folded = lowered[Int(byte)]
        if folded == 0 {
          endWord(position)
        } else {
          if hash == empty { start = position }
          hash = (hash ^ UInt64(folded)) &* prime
        }
        position += 1
        continue
      }
      let (scalar, length) = decode(text, at: position)
      switch kind(of: scalar) {
      case .separator: endWord(position)
      case .letter:
        if hash == empty { start = position }
        hash = (hash ^ UInt64(folded(scalar))) &* prime
      case .word:
        endWord(position)
        body(StableHash.mix((empty ^ UInt64(scalar)) &* prime), position..<position + length)
      }
      position += length
    }
    endWord(text.count)
  }

  private static let empty: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01B3

  /// ASCII letters and digits in lower case; 0 for what separates.
  private static let lowered: [UInt8] = (0..<128).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) + 32
    default: 0
    }
  }

  private enum Kind {
    case separator, letter, word
  }

  private static func kind(of scalar: UInt32) -> Kind {
    switch scalar {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      return .word
    case 0x80...0xBF, 0xD7, 0xF7, 0x2000...0x2BFF, 0x3000...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFF0F, 0xFFFD:
      return .separator
    case 0xC0...0x24F, 0x370...0x3FF, 0x400...0x52F: return .letter
    default:
      guard let scalar = Unicode.Scalar(scalar) else { return .separator }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        return .letter
      default: return .separator
      }
    }
  }

  /// Lower case for the Latin, Greek and Cyrillic capitals that texts are full of; others are left as they
  /// are.
  private static func folded(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xC0...0xDE, 0x391...0x3A9, 0x410...0x42F: scalar + 32
    case 0x400...0x40F: scalar + 80
    case 0x100...0x137, 0x14A...0x177: scalar | 1
    default: scalar
    }
  }

  /// A scalar and its bytes; what is not UTF-8 counts as a separator of one byte.
  private static func decode(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> (UInt32, Int) {
    let first = text[position]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard length > 1, position + length <= text.count else { return (0xFFFD, 1) }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(text[position + offset] & 0x3F) }
    return (scalar, length)
  }
}
