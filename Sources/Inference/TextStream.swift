import Tokenization

/// Text that grows with its tokens. A token's text can depend on its neighbors, and one character can take several tokens,
/// so all are decoded anew, and what whole characters have been added is given out.
package struct TextStream {
  private let tokenizer: any Tokenizer
  private let onText: (String) -> Void
  private var tokens: [Int32] = []
  private var given = ""

  /// - Parameter onText: gets the text piece by piece.
  package init(_ tokenizer: any Tokenizer, _ onText: @escaping (String) -> Void) {
    self.tokenizer = tokenizer
    self.onText = onText
  }

  /// Takes the next token.
  package mutating func append(_ token: Int32) {
    tokens.append(token)
    let text = tokenizer.decode(tokens)
    // The bytes of an unfinished character decode to U+FFFD; the character is given out when it is whole.
    if text.unicodeScalars.last != "\u{FFFD}" { give(text) }
  }

  /// Gives out what was held back.
  /// - Parameter output: the text of all tokens; where it does not go on from what was given, it follows on a new line.
  package mutating func finish(_ output: String) {
    if !give(output) { onText("\n" + output) }
  }

  /// Gives out what `text` has beyond what was given.
  /// - Returns: whether it goes on from there. Bytes are compared, not characters: an accent may join the letter before.
  @discardableResult private mutating func give(_ text: String) -> Bool {
    guard text.utf8.starts(with: given.utf8) else { return false }
    let added = text.utf8.dropFirst(given.utf8.count)
    if !added.isEmpty { onText(String(decoding: added, as: UTF8.self)) }
    given = text
    return true
  }
}
