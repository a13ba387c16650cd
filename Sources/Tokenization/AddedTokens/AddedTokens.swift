/// The tokens that were added to a vocabulary, and where they are in a text.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  /// Those that are looked for in the text as it stands.
  let written: TokenSearch
  /// Those that are looked for in what the normalizer makes of the text between the others.
  let normalized: TokenSearch
  private let byID: [Int32: AddedToken]

  /// - Parameter normalize: what the normalizer makes of a token's name, without the space before it.
  init(_ tokens: [AddedToken] = [], normalize: (String) -> [UInt8] = { Array($0.utf8) }) {
    self.tokens = tokens
    written = TokenSearch(tokens.filter { !$0.isNormalized }.map { (Array($0.text.utf8), $0) })
    normalized = TokenSearch(tokens.filter(\.isNormalized).map { (normalize($0.text), $0) })
    byID = Dictionary(tokens.map { ($0.id, $0) }) { first, _ in first }
  }

  /// One more than the highest id; 0 without tokens.
  var end: Int { (tokens.map(\.id).max().map { Int($0) } ?? -1) + 1 }

  /// The token with this id.
  subscript(id: Int32) -> AddedToken? { byID[id] }
}

/// What becomes of spaces beside tokens that are looked for in normalized text: of all of them nothing, as `T5Tokenizer`
/// has it, unless a `tokenizer.json` says otherwise.
struct TokenSpaces: Sendable {
  /// Whether a space before such a token stays, as a piece of its own.
  var stayBeforeTokens = false
  /// Whether it also stays where nothing else is before it.
  var stayAtStart = false
  /// Whether it also stays where a sentinel is before it.
  var stayAfterSentinels = false
}
