extension Normalizer {
  static let space = UInt8(ascii: " ")
  static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Writes the normalized form of UTF-8 text, with U+2581 as `SpaceSymbol.byte`, in place of `output`'s
  /// content.
  ///
  /// Bytes that are no UTF-8 become U+FFFD each.
  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: GrowingBuffer<UInt8>) {
    output.count = 0
    if text.isEmpty { return }
    var position = removesExtraSpaces ? endOfLeadingSpaces(in: text) : 0
    if position == text.count { return }
    var previousIsSpace = removesExtraSpaces
    output.reserve(text.count + 2)
    if addsLeadingSpace && !spaceIsSuffix { output.append(spaceByte) }
    while position < text.count {
      position = copyPlainBytes(of: text, from: position, &previousIsSpace, to: output)
      if position < text.count { position += applyRule(to: text, at: position, &previousIsSpace, output) }
    }
    if removesExtraSpaces {
      while let last = output.elements.last, last == spaceByte { output.count -= 1 }
    }
    if addsLeadingSpace && spaceIsSuffix { output.append(spaceByte) }
  }

  /// Copies up to the first byte that needs the rules; room for a byte of output per byte of text is
  /// reserved.
  private func copyPlainBytes(
    of text: UnsafeBufferPointer<UInt8>, from start: Int, _ previousIsSpace: inout Bool,
    to output: GrowingBuffer<UInt8>
  ) -> Int {
    let spaceByte = spaceByte
    let target = output.base
    var count = output.count
    var position = start
    var afterSpace = previousIsSpace
    actions.withUnsafeBufferPointer { actions in
      while position < text.count {
        let byte = text[position]
        if byte >= 0x80 { break }
        if position + 1 < text.count, text[position + 1] >= 0x80 { break }
        let action = actions[Int(byte)]
        if action == .keep {
          target[count] = byte
          count += 1
          afterSpace = false
        } else if action == .space {
          if !afterSpace {
            target[count] = spaceByte
            count += 1
          }
          afterSpace = removesExtraSpaces
        } else {
          break
        }
        position += 1
      }
    }
    output.count = count
    previousIsSpace = afterSpace
    return position
  }

  /// What the text at a position becomes, before spaces are dealt with.
  enum Replacement {
    /// Itself.
    case same
    /// The rule's text that starts here in the rules' replacements.
    case rule(Int)
    /// U+FFFD.
    case malformed
  }

  /// What the text at a position becomes, and how many bytes of it; at least one.
  func replacement(
    in text: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (length: Int, replacement: Replacement) {
    if let length = protectedPieces?.longestMatch(in: text, at: position), length > 0 {
      return (length, .same)
    }
    if let rule = rules?.longestRule(in: text, at: position) { return (rule.length, .rule(rule.replacement)) }
    if let (_, length) = UTF8Decoding.scalar(in: text, at: position) { return (length, .same) }
    return (1, .malformed)
  }

  /// Writes what the text at `position` becomes.
  /// - Returns: how many bytes of text that covers.
  private func applyRule(
    to text: UnsafeBufferPointer<UInt8>, at position: Int, _ previousIsSpace: inout Bool,
    _ output: GrowingBuffer<UInt8>
  ) -> Int {
    let (length, replacement) = replacement(in: text, at: position)
    let room = text.count - position + 4
    var isLeading = previousIsSpace
    func write(_ byte: UInt8) {
      if isLeading && byte == Self.space { return }
      isLeading = false
      previousIsSpace = byte == Self.space
      output.reserve(room)
      output.append(byte == Self.space ? spaceByte : byte)
      if byte == SpaceSymbol.utf8[2] { compactSpaceSymbol(output) }
    }
    switch replacement {
    case .same: for byte in text[position..<position + length] { write(byte) }
    case .rule(let start): rules?.forEachByte(ofReplacementAt: start, write)
    case .malformed: Self.replacementCharacter.forEach(write)
    }
    if !removesExtraSpaces { previousIsSpace = false }
    output.reserve(room)
    return length
  }

  private func compactSpaceSymbol(_ output: GrowingBuffer<UInt8>) {
    let end = output.count
    let symbol = SpaceSymbol.utf8
    guard end >= 3, output.base[end - 3] == symbol[0], output.base[end - 2] == symbol[1] else { return }
    output.count -= 2
    output.base[output.count - 1] = SpaceSymbol.byte
  }

  func endOfLeadingSpaces(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var position = 0
    while position < text.count {
      let (length, replacement) = replacement(in: text, at: position)
      var bytes: [UInt8] = []
      switch replacement {
      case .same: bytes.append(contentsOf: text[position..<position + length])
      case .rule(let start): rules?.forEachByte(ofReplacementAt: start) { bytes.append($0) }
      case .malformed: return position
      }
      if bytes != [Self.space] { return position }
      position += length
    }
    return position
  }
}
