extension BytePairTokenizer {
  /// A tokenizer whose targets go on in the sequence of their prompts, where words carry the space before them.
  ///
  /// In byte-level vocabularies ` yes` and `yes` are different tokens, and what such a model has read goes on with ` yes` behind
  /// `Answer:`, as the worked examples of its prompt do. Vocabularies from SentencePiece that put a space before every text need
  /// nothing: theirs begins with one anyway.
  public var continuingPrompts: any Tokenizer {
    guard wordsCarrySpaces else { return self }
    var tokenizer = self
    tokenizer.continuesPrompts = true
    return tokenizer
  }

  /// Whether a word with a space before it is another token than the word alone.
  private var wordsCarrySpaces: Bool {
    let (alone, spaced) = (encode("a"), encode(" a"))
    return alone.count == 1 && spaced.count == 1 && alone != spaced
  }

  /// The ids of a target with the end of sequence; where it goes on in the sequence of its prompt, a space lies between the two
  /// unless one of them has white space there.
  public func target(_ text: String, after prompt: String) -> [Int32] {
    encode(continuesPrompts ? TargetSpace.target(text, behind: prompt) : text) + [endOfSequenceID]
  }

  /// The text of an answer's ids, without the space between it and its prompt.
  public func answer(_ ids: some Sequence<Int32>) -> String {
    continuesPrompts ? TargetSpace.answer(decode(ids)) : decode(ids)
  }
}
