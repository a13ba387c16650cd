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
