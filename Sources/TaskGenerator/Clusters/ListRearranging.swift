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
