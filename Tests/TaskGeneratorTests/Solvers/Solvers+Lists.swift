extension Solvers {
  private static let places = ["first": 0, "second": 1, "third": 2]

  static let lists: [String: Solver] = [
    "first_word": { $0.listWords.first },
    "second_word": { $0.listWords[1] },
    "last_word": { $0.listWords.last },
    "without_first_word": { $0.listWords.dropFirst().joined(separator: ", ") },
    "copy_list": { $0 },
    "reverse_list": { $0.listWords.reversed().joined(separator: ", ") },
    "first_word_to_end": { text in
      let words = text.listWords
      return (words.dropFirst() + words.prefix(1)).joined(separator: ", ")
    },
    "join_with_and": { text in
      var reversed = text.tokens
      guard let comma = reversed.lastIndex(of: ",") else { return nil }
      reversed[comma] = "and"
      return reversed.joined(separator: " ").split(separator: " , ").joined(separator: ", ")
    },
    "word_after": { text in
      guard let asked = text.tokens.dropLast().last else { return nil }
      return text.listWords.word(after: asked)
    },
    "word_before": { text in
      guard let asked = text.tokens.dropLast().last else { return nil }
      return Array(text.listWords.reversed()).word(after: asked)
    },
    "replace_word": { text in
      let tail = text.tokens.suffix(4)
      let (old, new) = (tail[tail.startIndex], tail[tail.startIndex + 2])
      return text.listWords.map { $0 == old ? new : $0 }.joined(separator: ", ")
    },
    "position_command": { text in at(text.tokens[2], of: text.listWords) },
    "position_question": { text in
      let parts = text.split(separator: "?").map(String.init)
      if parts.count == 2, let position = parts[0].tokens.last { return at(position, of: parts[1].listWords) }
      return text.tokens.dropLast().last.flatMap { at($0, of: text.listWords) }
    },
    "kind_command": { text in text.listWords.first { kinds[$0] == text.tokens[2] } },
    "count_words": { "\($0.listWords.count)" },
    "count_given_word": { text in
      guard let asked = text.tokens.last else { return nil }
      return "\(text.tokens.filter { $0 == asked }.count - 1)"
    },
    "count_kind": { text in
      guard let asked = text.tokens.dropLast().last?.dropLast() else { return nil }
      return "\(text.listWords.filter { kinds[$0] == String(asked) }.count)"
    },
    "next_word": { text in
      let words = text.listWords
      guard let period = words.dropFirst().firstIndex(of: words[0]) else { return nil }
      return words[words.count % period]
    },
  ]

  private static func at(_ position: String, of words: [String]) -> String? {
    if position == "last" { return words.last }
    return places[position].map { words[$0] }
  }
}
