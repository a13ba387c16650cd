extension TaskCluster {
  /// Words of a list found by the words beside them.
  static let listNeighbors = TaskCluster(
    "list_neighbors", from: 21, reasoning: "Selection by neighbor",
    tasks: [
      TaskDefinition(
        "word_after", "Find the given word in the list and write the word that comes right after it.",
        prompts: ["Answer the question about the list. {input}", "Look at the list. {input}\nAnswer:"]
      ) { random in
        let words = random.listItems(3...4)
        let place = random.below(words.count - 1)
        let question = random.pick(["Which word comes", noun(for: words).question + " comes"])
        return Draft(
          "\(words.listed). \(question) right after \(words[place])?", words[place + 1],
          because: "In the list \(words[place]) is followed by \(words[place + 1]).", not: words[place]
        ).among(words)
      },
      TaskDefinition(
        "word_before", "Find the given word in the list and write the word that comes right before it.",
        prompts: ["Answer the question about the list. {input}", "Look at the list. {input}\nAnswer:"]
      ) { random in
        let words = random.listItems(3...4)
        let place = 1 + random.below(words.count - 1)
        let question = random.pick(["Which word comes", noun(for: words).question + " comes"])
        return Draft(
          "\(words.listed). \(question) right before \(words[place])?", words[place - 1],
          because: "In the list \(words[place - 1]) stands before \(words[place]).", not: words[place]
        ).among(words)
      },
      TaskDefinition(
        "replace_word", "Write the list again with one word replaced by another, as you are told.",
        prompts: [
          "Replace the word and write the list again. {input}", "Change one word. {input}\nNew list:",
        ]
      ) { random in
        let words = random.listItems(3...4)
        let list = Array(words.dropLast())
        let new = words[words.count - 1]
        let place = random.below(list.count)
        var changed = list
        changed[place] = new
        return Draft(
          "\(list.listed). Replace \(list[place]) with \(new).", changed.listed,
          because: "Only \(list[place]) changes; \(new) takes its place.", not: list.listed)
      },
    ])

  /// How a question about one of these words begins: `Who` for people, `Which day` for days.
  static func noun(for words: [String]) -> (question: String, name: String) {
    if words.allSatisfy(Lexicon.names.contains) { return ("Who", "name") }
    if words.allSatisfy(Lexicon.days.contains) { return ("Which day", "day") }
    if words.allSatisfy(Lexicon.colors.contains) { return ("Which color", "color") }
    if words.allSatisfy((Lexicon.places + Lexicon.cities).contains) { return ("Which place", "place") }
    return ("Which word", "word")
  }
}

extension TaskCluster {
  /// Lists written again, whole, in the same or another order.
  static let listRearranging = TaskCluster(
    "list_rearranging", from: 11, reasoning: "Copying and ordering",
    tasks: [
      TaskDefinition(
        "copy_list", "Write the list again exactly as it is.",
        prompts: ["Copy this: {input}", "{input}\nThe same list again:"]
      ) { random in
        let words = random.listItems(2...4)
        return Draft(words.listed, words.listed, because: "All words stay in the same order.")
      },
      TaskDefinition(
        "reverse_list", "Write the words of the list in reverse order, from the last to the first.",
        prompts: ["Turn the list around: {input}", "{input}\nIn reverse order:"]
      ) { random in
        let words = random.listItems(2...4)
        return Draft(
          words.listed, Array(words.reversed()).listed,
          because: "The last word, \(words[words.count - 1]), is now first.", not: words.listed)
      },
      TaskDefinition(
        "first_word_to_end", "Move the first word of the list to the end and keep the other words in order.",
        prompts: ["Move the first word to the end: {input}", "{input}\nWith the first word at the end:"]
      ) { random in
        let words = random.listItems(2...4)
        let moved = Array(words.dropFirst()) + [words[0]]
        return Draft(
          words.listed, moved.listed, because: "The first word, \(words[0]), is now last.", not: words.listed)
      },
      TaskDefinition(
        "join_with_and", "Write the list with the word and before its last word, without a comma there.",
        prompts: ["Join the words with and: {input}", "{input}\nWith and:"]
      ) { random in
        let words = random.listItems(2...4)
        return Draft(
          words.listed, words.listedWithAnd, because: "The word and stands before \(words[words.count - 1]).",
          not: words.listed)
      },
    ])
}
