import Instructions

/// How an answer is read from what a model wrote, and when it counts as right.
public enum AnswerExtraction: String, Sendable, CaseIterable {
  /// The whole output.
  case whole
  /// What follows the last "answer is", without one full stop at the end: the rule under which the published
  /// chain-of-thought outputs of BIG-Bench Hard give their published accuracies.
  case afterAnswerIs

  /// The rule for outputs of a prompt format.
  public init(_ format: PromptFormat) { self = format.hasRationale ? .afterAnswerIs : .whole }

  /// The answer in `output`; `nil` where there is none.
  public func answer(in output: String) -> String? {
    switch self {
    case .whole: return Self.normalize(output)
    case .afterAnswerIs:
      let text = Self.normalize(output)
      guard let place = Self.lastRange(of: "answer is", in: text) else { return nil }
      var answer = text[place...]
      if answer.hasSuffix(".") { answer = answer.dropLast() }
      return Self.normalize(answer)
    }
  }

  /// Whether `answer` is one of `references`, both as their vocabularies would spell them.
  public static func isMatch(_ answer: String?, _ references: [String]) -> Bool {
    guard let answer else { return false }
    return references.contains { normalize($0) == answer }
  }

  /// Without white space at the ends, and every run of white space one space: T5's vocabulary knows no other.
  static func normalize(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Where the text after the last occurrence of `phrase` starts.
  private static func lastRange(of phrase: String, in text: String) -> String.Index? {
    var (start, found) = (text.startIndex, String.Index?.none)
    while let end = text.index(start, offsetBy: phrase.count, limitedBy: text.endIndex) {
      if text[start..<end] == phrase { found = end }
      if start == text.endIndex { break }
      start = text.index(after: start)
    }
    return found
  }
}
