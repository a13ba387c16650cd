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
