extension Solvers {
  static let writing: [String: Solver] = [
    "ask_who": { text in
      "Who " + text.split(separator: " ").dropFirst().joined(separator: " ").dropLast() + "?"
    },
    "ask_what": { text in
      let verb = text.tokens[1]
      return "What does \(text.tokens[0]) \(verb == "has" ? "have" : String(verb.dropLast()))?"
    },
    "ask_where": { text in
      guard let end = text.range(of: " is in the ")?.lowerBound else { return nil }
      let subject = text[..<end].split(separator: " ").map { $0 == "The" ? "the" : String($0) }
      return "Where is \(subject.joined(separator: " "))?"
    },
    "active_to_passive": { text in
      let words = text.tokens
      return "The \(words[3]) was \(words[1]) by \(words[0])."
    },
    "make_negative": { text in
      text.split(separator: " ").map { $0 == "is" || $0 == "am" ? "\($0) not" : String($0) }.joined(
        separator: " ")
    },
    "record_to_sentence": { text in
      let fields = text.sentenceTokens
      guard let name = fields.first(where: { $0[0] == "Name" })?.last else { return nil }
      return fields.first { $0[0] == "City" }.map { "\(name) lives in \($0[2])." }
    },
    "sentence_to_record": { text in
      let words = text.tokens.filter { $0 != "." }
      let capitals = words.filter { $0.first?.isUppercase == true && $0 != "In" }
      guard let job = words.word(after: "a") else { return nil }
      let isCityFirst = words[0] == "In"
      return "\(capitals[isCityFirst ? 1 : 0]), \(job), \(capitals[isCityFirst ? 0 : 1])"
    },
  ]
}
