/// How the visible space U+2581, which starts most pieces, is held while encoding.
///
/// Normalized text and the keys of the piece trie hold it as one byte that UTF-8 never uses, instead of three
/// bytes: a step of the search per word and byte less.
enum SpaceSymbol {
  /// The stand-in byte.
  static let byte: UInt8 = 0xFF
  /// U+2581 in UTF-8.
  static let utf8: [UInt8] = [0xE2, 0x96, 0x81]
  /// U+2581.
  static let scalar: Unicode.Scalar = "\u{2581}"

  /// UTF-8 with each U+2581 replaced by the stand-in byte.
  static func compact(_ text: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in text {
      bytes.append(byte)
      if byte == utf8[2], bytes.count >= 3, bytes[bytes.count - 3] == utf8[0],
        bytes[bytes.count - 2] == utf8[1]
      {
        bytes.removeLast(2)
        bytes[bytes.count - 1] = Self.byte
      }
    }
    return bytes
  }

  /// The inverse of `compact`.
  static func expand(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    for byte in bytes {
      if byte == Self.byte { text.append(contentsOf: utf8) } else { text.append(byte) }
    }
    return text
  }
}

/// The pieces `<0x00>` ... `<0xFF>` that stand for single bytes.
enum BytePiece {
  private static let hexadecimal = Array("0123456789ABCDEF")

  /// The piece of a byte, with two upper-case hexadecimal digits.
  static func name(of byte: UInt8) -> String {
    "<0x\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])>"
  }

  /// The byte of a piece, or `nil` if the text is no such piece.
  static func byte(of piece: String) -> UInt8? {
    let text = Array(piece.utf8)
    guard text.count == 6, piece.hasPrefix("<0x"), text[5] == UInt8(ascii: ">"),
      let byte = UInt8(piece.dropFirst(3).prefix(2), radix: 16), name(of: byte) == piece
    else { return nil }
    return byte
  }
}
