/// The space between a prompt and the target that goes on in its sequence.
enum TargetSpace {
  /// A target as it stands behind a prompt: behind a space, unless one of the two is empty or has white space
  /// there.
  static func target(_ target: String, behind prompt: String) -> String {
    guard let last = prompt.last, let first = target.first, !last.isWhitespace, !first.isWhitespace else {
      return target
    }
    return " " + target
  }

  /// The text of an answer without the space between it and its prompt.
  static func answer(_ text: String) -> String { text.first == " " ? String(text.dropFirst()) : text }
}

extension Tokenizer {
  /// Whether a target begins with a space where it goes on behind a word: one that is written, or one that
  /// the vocabulary puts before every text.
  var hasSpacesBeforeTargets: Bool { continuesPrompts || decode(encode("b") + encode("a")) == "b a" }

  /// Whether a text of markers ends in a word, which a target behind it does not go on with: neither in white
  /// space nor in a token of its own, such as `<|CHATBOT_TOKEN|>`.
  func endsInWord(_ marker: String) -> Bool {
    guard let last = marker.last, !last.isWhitespace else { return false }
    guard let id = encode("", between: marker, and: "").last, let name = piece(of: id) else { return true }
    let isToken =
      id == endOfSequenceID || specialTokens.contains(name) || addedTokens.contains { $0.id == id }
    return !(isToken && marker.hasSuffix(name))
  }
}
