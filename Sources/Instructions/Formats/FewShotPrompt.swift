import Tokenization

/// A prompt with exemplars in its parts, so that exemplars can be left out at its end.
struct FewShotPrompt {
  /// What comes before the exemplars.
  let head: String
  /// The exemplars, each up to where the next starts.
  let exemplars: [String]
  /// The question.
  let query: String

  /// The prompt with its first `count` exemplars, without white space at its ends.
  func text(_ count: Int) -> String {
    var text = head
    text.reserveCapacity(
      head.utf8.count + query.utf8.count + exemplars.prefix(count).reduce(0) { $0 + $1.utf8.count })
    for exemplar in exemplars.prefix(count) { text += exemplar }
    text += query
    return text.trimmed
  }

  /// The prompt with as many of its first exemplars as fit into `budget`, and its ids as a model reads it.
  /// - Returns: `nil` where not even one fits.
  func fitted(
    to budget: Int?, _ tokenizer: any Tokenizer
  ) -> (exemplars: Int, text: String, ids: [Int32])? {
    if exemplars.isEmpty { return nil }
    var count = exemplars.count
    if let budget, isSurelyNear(budget) {
      let text = text(count)
      let ids = tokenizer.prompt(text)
      if ids.count <= budget { return (count, text, ids) }
      count -= 1
    }
    if let budget { count = min(count, plausibleCount(budget, tokenizer)) }
    while count > 0 {
      let text = text(count)
      let ids = tokenizer.prompt(text)
      if ids.count <= budget ?? .max { return (count, text, ids) }
      count -= 1
    }
    return nil
  }

  /// Whether the whole prompt is short enough to be worth encoding before its parts are looked at.
  private func isSurelyNear(_ budget: Int) -> Bool {
    let bytes = exemplars.reduce(head.utf8.count + query.utf8.count) { $0 + $1.utf8.count }
    // Words of common vocabularies have about four bytes to a token.
    return bytes / 6 < budget
  }

  /// The most exemplars that may fit, from the tokens of each part alone; each part is encoded once, and none
  /// after the budget is spent.
  private func plausibleCount(_ budget: Int, _ tokenizer: any Tokenizer) -> Int {
    var tokens = tokenizer.encode(head).count + tokenizer.encode(query).count
    // A part alone starts with a word's start, and may end in one, that it shares with its neighbor in the whole.
    var slack = 4
    for (index, exemplar) in exemplars.enumerated() {
      tokens += tokenizer.encode(exemplar).count
      slack += 2
      if tokens >= slack, tokens - slack >= budget { return index }
    }
    return exemplars.count
  }
}
