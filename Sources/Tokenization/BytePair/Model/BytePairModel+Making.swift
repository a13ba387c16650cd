extension BytePairModel {
  /// A merge: two tokens that become one, the earlier the lower the rank.
  typealias Merge = (left: Int32, right: Int32, rank: UInt32, id: Int32)

  /// Makes a model of a vocabulary and its merges.
  /// - Parameters:
  ///   - isByteLevel: whether words are taken apart into bytes, not characters.
  ///   - fallsBackToBytes: whether characters without a token are spelled by `<0x00>` ... `<0xFF>`.
  ///   - ignoresMerges: whether a word that is a token becomes it at once.
  init(
    texts: TokenTexts, isByteLevel: Bool, merges: [Merge], unknownID: Int32?, fusesUnknown: Bool,
    fallsBackToBytes: Bool, ignoresMerges: Bool
  ) {
    self.texts = texts
    units = isByteLevel ? .bytes(Self.byteLevelIDs(texts)) : .characters(Self.characterIDs(texts))
    self.merges = MergeTable(merges)
    self.unknownID = unknownID
    self.fusesUnknown = fusesUnknown
    byteIDs =
      fallsBackToBytes
      ? (0..<256).map { texts.id(of: BytePiece.name(of: UInt8($0)).utf8) ?? -1 } : nil
    wholeWords = ignoresMerges ? isByteLevel ? Self.spelled(texts) : texts : nil
    cutsAtSpaceSymbol = !isByteLevel && !ignoresMerges && Self.canCutAtSpaceSymbol(texts, merges)
  }

  private static func byteLevelIDs(_ texts: TokenTexts) -> [Int32] {
    ByteAlphabet.characters.map { texts.id(of: String($0).utf8) ?? -1 }
  }

  private static func characterIDs(_ texts: TokenTexts) -> CharacterIDs {
    var ids = CharacterIDs()
    for id in 0..<texts.end {
      guard let text = texts[id], text.count <= 4 else { continue }
      let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
      if scalars.count == 1, let scalar = scalars.first { ids.set(scalar.value, to: Int32(id)) }
    }
    return ids
  }

  /// The tokens by the bytes that they spell.
  private static func spelled(_ texts: TokenTexts) -> TokenTexts {
    var spelled = TokenTexts(room: texts.count)
    for id in 0..<texts.end {
      if let text = texts[id], let bytes = ByteAlphabet.bytes(of: text) { _ = spelled.add(bytes, id: id) }
    }
    return spelled
  }

  /// Whether no merge makes a token with something else before a `▁`, so that what stands before and behind such a place has
  /// nothing to do with one another.
  private static func canCutAtSpaceSymbol(_ texts: TokenTexts, _ merges: [Merge]) -> Bool {
    if texts.id(of: SpaceSymbol.utf8) == nil { return false }
    return merges.allSatisfy { merge in
      let compact = SpaceSymbol.compact(texts[Int(merge.id)] ?? [])
      return !zip(compact, compact.dropFirst()).contains { $0 != SpaceSymbol.byte && $1 == SpaceSymbol.byte }
    }
  }
}
