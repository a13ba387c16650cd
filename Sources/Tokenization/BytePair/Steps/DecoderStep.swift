/// A step from tokens to text: what a `decoder` of a `tokenizer.json` is made of. It takes the texts of tokens and gives texts.
enum DecoderStep: Sendable {
  /// Characters of the byte alphabet become bytes.
  case byteLevel
  /// Puts something in the place of each occurrence.
  case replace(TextPattern, with: [UInt8])
  /// Tokens of bytes become characters.
  case byteFallback
  /// All become one.
  case fuse
  /// Takes up to so many of a character from each end of each.
  case strip([UInt8], start: Int, stop: Int)
  /// A symbol becomes a space, or nothing in the first token.
  case metaspace(symbol: [UInt8], keepsFirst: Bool)

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Runs the step.
  func run(_ tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .byteLevel: [Self.valid(tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? $0 })]
    case .replace(let pattern, let text): tokens.map { Self.replaced($0, pattern, text) }
    case .byteFallback: Self.joiningBytes(tokens)
    case .fuse: [Array(tokens.joined())]
    case .strip(let character, let start, let stop):
      tokens.map { Self.stripped($0, of: character, start: start, stop: stop) }
    case .metaspace(let symbol, let keepsFirst):
      tokens.enumerated().map { index, token in
        Self.replaced(token, .literal(symbol), index == 0 && !keepsFirst ? [] : [UInt8(ascii: " ")])
      }
    }
  }

  /// The text with U+FFFD in the place of what is not UTF-8.
  private static func valid(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  private static func replaced(_ token: [UInt8], _ pattern: TextPattern, _ text: [UInt8]) -> [UInt8] {
    token.withUnsafeBufferPointer { bytes in
      if pattern.first(in: bytes, from: 0) == nil { return token }
      let output = GrowingBuffer<UInt8>(capacity: token.count + text.count)
      pattern.replaceAll(in: bytes, with: text, to: output)
      return Array(output.elements)
    }
  }

  /// Each run of tokens of bytes becomes its text; if it is no UTF-8, each of them becomes U+FFFD.
  private static func joiningBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    var bytes: [UInt8] = []
    func flush() {
      if bytes.isEmpty { return }
      if String(validating: bytes, as: UTF8.self) != nil {
        texts.append(bytes)
      } else {
        texts += Array(repeating: replacement, count: bytes.count)
      }
      bytes.removeAll()
    }
    for token in tokens {
      if let byte = byte(of: token) {
        bytes.append(byte)
      } else {
        flush()
        texts.append(token)
      }
    }
    flush()
    return texts
  }

  /// The byte of a token `<0x41>`; here digits may be small.
  private static func byte(of token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: Array("<0x".utf8)), token[5] == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }

  private static func stripped(_ token: [UInt8], of character: [UInt8], start: Int, stop: Int) -> [UInt8] {
    var rest = token[...]
    for _ in 0..<start where rest.starts(with: character) { rest.removeFirst(character.count) }
    // What is left out at the start does not count for the end.
    for _ in 0..<stop
    where rest.count >= character.count && rest.suffix(character.count).elementsEqual(character) {
      rest.removeLast(character.count)
    }
    return Array(rest)
  }
}
