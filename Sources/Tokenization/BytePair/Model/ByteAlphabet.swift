/// The characters that byte-level vocabularies spell bytes with (GPT-2's `bytes_to_unicode`): printable ones stand for themselves, the
/// others are the characters from U+0100 on.
enum ByteAlphabet {
  /// The character of each byte.
  static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(UInt8(byte))
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? "\u{FFFD}"
      }
    }
  }()

  /// The byte of each character, by its number; -1 for one that spells none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: Int(characters.lazy.map(\.value).max() ?? 0) + 1)
    for (byte, character) in characters.enumerated() { bytes[Int(character.value)] = Int16(byte) }
    return bytes
  }()

  /// Appends the bytes that a token in UTF-8 spells.
  /// - Returns: `false`, with nothing appended, where the token has other characters.
  static func append(_ token: some Collection<UInt8>, to output: inout [UInt8]) -> Bool {
    let start = output.count
    var lead: Int?
    for byte in token {
      if byte >= 0xC0, byte < 0xE0 {
        lead = Int(byte & 0x1F) << 6
        continue
      }
      // Where no lead byte came before, only ASCII is a character of the alphabet.
      let code = lead.map { $0 | Int(byte & 0x3F) } ?? (byte < 0x80 ? Int(byte) : bytes.count)
      lead = nil
      guard code < bytes.count, bytes[code] >= 0 else {
        output.removeSubrange(start...)
        return false
      }
      output.append(UInt8(truncatingIfNeeded: bytes[code]))
    }
    return true
  }

  /// The bytes that a token in UTF-8 spells; `nil` where it has other characters.
  static func bytes(of token: some Collection<UInt8>) -> [UInt8]? {
    var found: [UInt8] = []
    return append(token, to: &found) ? found : nil
  }
}
