/// Rewrites text before it is cut into pieces, as a SentencePiece model prescribes: character rules, white
/// space, a leading space.
struct Normalizer: Sendable {
  /// What a byte of ASCII becomes when another byte of ASCII, or nothing, follows it.
  enum Action: UInt8 {
    /// It stays.
    case keep
    /// It becomes a space.
    case space
    /// Only the rules can tell.
    case consultRules
  }

  let rules: CharacterMap?
  /// Pieces that the user defined; they pass through as they are.
  let protectedPieces: PieceTrie?
  let addsLeadingSpace: Bool
  let removesExtraSpaces: Bool
  let escapesSpaces: Bool
  /// The model writes the space after a word, not before it.
  let spaceIsSuffix: Bool
  /// For each of 128 bytes.
  let actions: [Action]

  /// The byte that a space becomes in normalized text.
  var spaceByte: UInt8 { escapesSpaces ? SpaceSymbol.byte : UInt8(ascii: " ") }

  /// Makes a normalizer from a model's message.
  /// - Parameter protectedPieces: the user-defined pieces as the model spells them.
  /// - Throws: `TokenizerError.invalidCharacterMap`, `.notAModel`.
  init(_ message: NormalizerMessage, spaceIsSuffix: Bool, protectedPieces: [String], source: String) throws {
    let map = message.compiledCharacterMap
    do {
      rules = map.isEmpty ? nil : try CharacterMap(map)
    } catch let error as CharacterMap.Malformed {
      throw TokenizerError.invalidCharacterMap(source: source, reason: error.reason)
    }
    addsLeadingSpace = message.addsLeadingSpace
    removesExtraSpaces = message.removesExtraSpaces
    escapesSpaces = message.escapesSpaces
    self.spaceIsSuffix = spaceIsSuffix
    let entries = protectedPieces.map { PieceTrie.Entry(key: Array($0.utf8), score: 0, id: 0) }
    self.protectedPieces = entries.isEmpty ? nil : PieceTrie(entries)
    let rules = rules
    let protectedBytes = Set(entries.compactMap(\.key.first))
    actions = (0..<128).map { Self.action(for: $0, rules: rules, isProtected: protectedBytes.contains($0)) }
  }

  private static func action(for byte: UInt8, rules: CharacterMap?, isProtected: Bool) -> Action {
    if isProtected { return .consultRules }
    let same: Action = byte == UInt8(ascii: " ") ? .space : .keep
    guard let rules else { return same }
    if (0..<128).contains(where: { rules.hasRule(startingWith: byte, $0) }) { return .consultRules }
    return [byte].withUnsafeBufferPointer { text in
      guard let rule = rules.longestRule(in: text, at: 0) else { return same }
      var replacement: [UInt8] = []
      rules.forEachByte(ofReplacementAt: rule.replacement) { replacement.append($0) }
      if replacement == [UInt8(ascii: " ")] { return .space }
      return replacement == [byte] ? .keep : .consultRules
    }
  }
}
