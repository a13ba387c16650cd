extension BytePairTokenizer {
  /// The text of `ids` without special tokens; ids outside the vocabulary are skipped.
  public func decode(_ ids: some Sequence<Int32>) -> String { decode(ids, skipsSpecial: true) }

  /// The text of `ids` with the names of special tokens.
  public func decodeMarked(_ ids: some Sequence<Int32>) -> String { decode(ids, skipsSpecial: false) }

  private func decode(_ ids: some Sequence<Int32>, skipsSpecial: Bool) -> String {
    let tokens = ids.lazy.compactMap { id -> ArraySlice<UInt8>? in
      if let token = added[id] { return skipsSpecial && token.isSpecial ? nil : Array(token.text.utf8)[...] }
      return model.texts[Int(id)]
    }
    guard let decoders = steps.decoders else {
      return String(decoding: Array(tokens.joined(separator: [WordPattern.space])), as: UTF8.self)
    }
    if decoders.count == 1, case .byteLevel = decoders[0] {
      var bytes: [UInt8] = []
      for token in tokens where !ByteAlphabet.append(token, to: &bytes) { bytes.append(contentsOf: token) }
      return String(decoding: bytes, as: UTF8.self)
    }
    let texts = decoders.reduce(tokens.map(Array.init)) { $1.run($0) }
    return String(decoding: Array(texts.joined()), as: UTF8.self)
  }
}
