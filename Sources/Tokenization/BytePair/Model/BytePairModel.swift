/// A byte-pair vocabulary: its tokens, what a text's units become first, and which pairs of tokens become one.
struct BytePairModel: Sendable {
  /// What a word is taken apart into.
  enum Units: Sendable {
    /// Bytes: the id of each, -1 for one that has no token.
    case bytes([Int32])
    /// Characters.
    case characters(CharacterIDs)
  }

  /// The tokens as their file spells them.
  let texts: TokenTexts
  let units: Units
  let merges: MergeTable
  /// The tokens of the 256 bytes that spell a character without a token; -1 for a byte that has none.
  let byteIDs: [Int32]?
  /// The token of what is neither there nor spelled by bytes; without one it is left out.
  let unknownID: Int32?
  /// Whether a run of unknown characters is one token.
  let fusesUnknown: Bool
  /// By their bytes, the tokens that a word becomes at once where it is one of them (`ignore_merges`).
  let wholeWords: TokenTexts?
  /// Whether words can be cut before each `▁` that follows something else, as no merge goes on across it.
  let cutsAtSpaceSymbol: Bool

  /// Writes the units of a word: its tokens before any merge.
  func appendUnits(of word: UnsafeBufferPointer<UInt8>, to symbols: GrowingBuffer<Int32>) {
    symbols.reserve(word.count)
    switch units {
    case .bytes(let ids): ids.withUnsafeBufferPointer { appendBytes(word, $0, to: symbols) }
    case .characters(let ids): appendCharacters(word, ids, to: symbols)
    }
  }

  private func appendBytes(
    _ word: UnsafeBufferPointer<UInt8>, _ ids: UnsafeBufferPointer<Int32>, to symbols: GrowingBuffer<Int32>
  ) {
    var wasUnknown = false
    for byte in word {
      let id = ids[Int(byte)]
      if id >= 0 {
        symbols.append(id)
      } else if let unknownID, !(wasUnknown && fusesUnknown) {
        symbols.append(unknownID)
      }
      wasUnknown = id < 0
    }
  }

  private func appendCharacters(
    _ word: UnsafeBufferPointer<UInt8>, _ ids: CharacterIDs, to symbols: GrowingBuffer<Int32>
  ) {
    guard let view = TextView(word) else { return }
    // An unknown character's token is only written where a known one, or the end, follows: one whose bytes all have tokens goes
    // before it. So it is in `tokenizers`; vocabularies have all bytes or none.
    var isPending = false
    func flush() {
      if isPending, let unknownID { symbols.append(unknownID) }
      isPending = false
    }
    var position = 0
    while position < view.count {
      let (code, length) = view.code(at: position)
      let id = ids[code]
      if id >= 0 {
        flush()
        symbols.append(id)
      } else if let byteIDs, (0..<length).allSatisfy({ byteIDs[Int(view[position + $0])] >= 0 }) {
        for offset in 0..<length { symbols.append(byteIDs[Int(view[position + offset])]) }
      } else if unknownID != nil {
        if isPending, !fusesUnknown { flush() }
        isPending = true
      }
      position += length
    }
    flush()
  }
}

/// Which tokens have a part in sequences.
struct TokenRoles: Sendable, Equatable {
  /// The token that ends a sequence.
  var end: Int32
  /// The token that fills rows, where one is named.
  var pad: Int32?
  /// What stands before a text.
  var starts: [Int32] = []
}
