extension TaskCluster {
  /// Instructions that stand in the input and differ from one instance to the next.
  static let commands = TaskCluster(
    "commands", from: 31, reasoning: "Following instructions",
    tasks: [
      TaskDefinition(
        "position_command", "Do what the command says with the list of words after it.",
        prompts: ["Command: {input}", "Follow this command. {input}\nResult:"]
      ) { random in
        let words = random.listItems(3...4)
        let (position, place) = position(in: words, &random)
        let verb = random.pick(["Take", "Copy", "Say", "Write"])
        return Draft(
          "\(verb) the \(position) word: \(words.listed)", words[place],
          because: "The \(position) word of the list is \(words[place]).", not: words[place == 0 ? 1 : 0]
        ).among(words)
      },
      TaskDefinition(
        "position_question", "Answer the question about the order of the words in the list.",
        prompts: ["Answer the question. {input}", "{input}\nAnswer:"]
      ) { random in
        let words = random.listItems(3...4)
        let (position, place) = position(in: words, &random)
        let question = "\(noun(for: words).question) is \(position)?"
        let list = random.coin() ? words.listed : words.listedWithAnd
        let input = random.coin() ? "\(list). \(question)" : "\(question) \(list)."
        return Draft(
          input, words[place], because: "The \(position) one is \(words[place]).",
          not: words[place == 0 ? 1 : 0]
        ).among(words)
      },
      TaskDefinition(
        "kind_command", "Take the word of the kind that the command asks for from the list.",
        prompts: ["Command: {input}", "Which word of the list fits? {input}", "{input}\nThe word is:"]
      ) { random in
        let kinds = random.sample(Kind.all, random.number(2...3))
        let words = kinds.map { random.pick($0.members) }
        let wanted = kinds[0]
        let list = random.shuffled(words)
        let command = random.pick([
          "Take the \(wanted.name)", "Find the \(wanted.name)", "Name the \(wanted.name)",
        ])
        return Draft(
          "\(command): \(list.listed)", words[0],
          because: "The only \(wanted.name) in the list is \(words[0]).",
          not: words[1]
        ).among(list)
      },
    ])

  private static func position(in words: [String], _ random: inout KeyedGenerator) -> (String, Int) {
    let choice = random.below(4)
    return choice == 3 ? ("last", words.count - 1) : (Lexicon.ordinals[choice], choice)
  }
}
