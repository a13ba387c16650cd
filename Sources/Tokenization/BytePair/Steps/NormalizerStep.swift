/// A step that rewrites text before it is cut: what a `normalizer` of a `tokenizer.json` is made of.
enum NormalizerStep: Sendable {
  /// NFC or NFD.
  case form(CanonicalForms.Form)
  /// Puts something before a text that is not empty.
  case prepend([UInt8])
  /// Puts something in the place of each occurrence.
  case replace(TextPattern, with: [UInt8])
  /// Takes white space from the ends.
  case strip(left: Bool, right: Bool)
  /// What a SentencePiece model prescribes, with `▁` for spaces.
  case sentencePiece(Normalizer)

  /// Whether the step leaves a text as it is; a quick look, which may miss it.
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    // Characters below U+0300 are as every form has them, or at least as NFC does.
    case .form(.composed): !text.contains { $0 >= 0xCC }
    case .form(.decomposed): !text.contains { $0 >= 0x80 }
    case .prepend, .replace, .strip, .sentencePiece: text.isEmpty
    }
  }

  /// Writes what becomes of a text.
  func run(_ text: UnsafeBufferPointer<UInt8>, into output: GrowingBuffer<UInt8>) {
    output.count = 0
    guard let base = text.baseAddress, !text.isEmpty else { return }
    switch self {
    case .form(let form): CanonicalForms.shared.append(text, in: form, to: output)
    case .prepend(let prefix):
      for byte in prefix {
        output.reserve(1)
        output.append(byte)
      }
      output.append(contentsOf: base, count: text.count)
    case .replace(let pattern, let replacement):
      pattern.replaceAll(in: text, with: replacement, to: output)
    case .strip(let left, let right):
      let start = left ? TextPattern.endOfLeadingSpaces(text) : 0
      let end = right ? max(start, TextPattern.startOfTrailingSpaces(text)) : text.count
      output.append(contentsOf: base + start, count: end - start)
    case .sentencePiece(let normalizer):
      let compact = GrowingBuffer<UInt8>(capacity: text.count + 16)
      normalizer.normalize(text, into: compact)
      SpaceSymbol.expand(compact.elements).withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { output.append(contentsOf: start, count: bytes.count) }
      }
    }
  }
}
