extension TaskCluster {
  /// Words of a list by their position.
  static let wordPositions = TaskCluster(
    "word_positions", from: 1, reasoning: "Selection by position",
    tasks: [
      TaskDefinition(
        "first_word", "Copy the first word of the list and write nothing else.",
        prompts: ["Which word is first? {input}", "{input}\nThe first word is:"]
      ) { random in
        let words = random.listItems(3...5)
        return Draft(
          framed(words, &random), words[0], because: "The list starts with \(words[0]).", not: words[1]
        ).among(words)
      },
      TaskDefinition(
        "second_word", "Copy the second word of the list and write nothing else.",
        prompts: ["Which word is second? {input}", "{input}\nThe second word is:"]
      ) { random in
        let words = random.listItems(3...5)
        return Draft(
          framed(words, &random), words[1], because: "After \(words[0]) comes \(words[1]), which is second.",
          not: words[0]
        ).among(words)
      },
      TaskDefinition(
        "last_word", "Copy the last word of the list and write nothing else.",
        prompts: ["Which word is last? {input}", "{input}\nThe last word is:"]
      ) { random in
        let words = random.listItems(3...5)
        let last = words[words.count - 1]
        return Draft(framed(words, &random), last, because: "The list ends with \(last).", not: words[0])
          .among(words)
      },
      TaskDefinition(
        "without_first_word", "Write the list again, but leave out its first word.",
        prompts: ["Leave out the first word: {input}", "{input}\nThe list without its first word:"]
      ) { random in
        let words = random.listItems(2...4)
        return Draft(
          framed(words, &random), Array(words.dropFirst()).listed,
          because: "The first word is \(words[0]); all the other words stay.", not: words.listed)
      },
    ])

  /// The list, alone or after a label.
  private static func framed(_ words: [String], _ random: inout KeyedGenerator) -> String {
    random.pick(["", "", "List: ", "Words: "]) + words.listed
  }
}
