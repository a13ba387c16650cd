/// Finds a task's answer from the input's text; `nil` where the text cannot be understood.
typealias Solver = @Sendable (String) -> String?

/// Solvers by task, in groups.
enum Solvers {}

extension String {
  /// The words of a list, after any label and before any full stop.
  var listWords: [String] {
    let afterLabel = contains(": ") ? String(split(separator: ":")[1]) : self
    let list = afterLabel.split(separator: ".").first.map(String.init) ?? ""
    return list.tokens.filter { $0 != "," && $0 != "and" }
  }

  /// The numbers in the text, in order.
  var numbers: [Int] { tokens.compactMap { Int($0) } }

  /// The sentences as tokens, without their last sign.
  var sentenceTokens: [[String]] {
    var sentences: [[String]] = [[]]
    for token in tokens {
      if token == "." || token == "?" {
        sentences.append([])
      } else {
        sentences[sentences.count - 1].append(token)
      }
    }
    return sentences.filter { !$0.isEmpty }
  }
}

extension [String] {
  func word(after word: String) -> String? {
    guard let place = firstIndex(of: word), place + 1 < count else { return nil }
    return self[place + 1]
  }
}
