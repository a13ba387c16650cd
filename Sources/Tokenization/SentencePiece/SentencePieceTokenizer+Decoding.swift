extension SentencePieceTokenizer {
  /// The text of `ids`; unknown ids become the model's surface for them, ` ⁇ ` as a rule.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    var parts: [String] = []
    var decoder = PieceDecoder(tokenizer: self)
    for id in ids {
      if let mark = nameOfMark(id) {
        parts.append(decoder.finish())
        parts.append(mark)
        decoder = PieceDecoder(tokenizer: self)
      } else if table.texts.indices.contains(Int(id)) {
        decoder.add(Int(id))
      }
    }
    if parts.isEmpty { return decoder.finish() }
    parts.append(decoder.finish())
    return parts.map(\.trimmingWhiteSpace).filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// Puts the pieces of one stretch of text together again, as SentencePiece does.
private struct PieceDecoder {
  let tokenizer: SentencePieceTokenizer
  private var text: [UInt8] = []
  /// Byte pieces that follow each other make characters together.
  private var bytes: [UInt8] = []
  private var hasDroppedLeadingSpace = false

  private static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

  init(tokenizer: SentencePieceTokenizer) { self.tokenizer = tokenizer }

  mutating func add(_ id: Int) {
    let table = tokenizer.table
    if table.kinds[id] == .byte {
      if let byte = BytePiece.byte(of: table.texts[id]) { bytes.append(byte) }
      return
    }
    flushBytes()
    switch table.kinds[id] {
    case .control: break
    case .unknown: text.append(contentsOf: tokenizer.unknownText.utf8)
    default: addVisible(table.texts[id])
    }
  }

  private mutating func addVisible(_ piece: String) {
    let normalizer = tokenizer.normalizer
    var piece = SpaceSymbol.compact(piece.utf8)[...]
    let isAtStart = text.isEmpty && !hasDroppedLeadingSpace
    if isAtStart, normalizer.addsLeadingSpace || normalizer.removesExtraSpaces,
      piece.first == SpaceSymbol.byte
    {
      piece = piece.dropFirst()
      // With extra spaces removed, every leading space goes; without, only the one that was added.
      hasDroppedLeadingSpace = !normalizer.removesExtraSpaces
    }
    for byte in piece { text.append(byte == SpaceSymbol.byte ? UInt8(ascii: " ") : byte) }
  }

  private mutating func flushBytes() {
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        if let (_, length) = UTF8Decoding.scalar(in: bytes, at: position) {
          text.append(contentsOf: bytes[position..<position + length])
          position += length
        } else {
          text.append(contentsOf: Self.replacementCharacter)
          position += 1
        }
      }
    }
    bytes.removeAll()
  }

  mutating func finish() -> String {
    flushBytes()
    return String(decoding: text, as: UTF8.self)
  }
}
