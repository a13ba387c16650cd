extension TaskCluster {
  /// Rows that go on.
  static let patterns = TaskCluster(
    "patterns", from: 181, reasoning: "Pattern continuation",
    tasks: [
      TaskDefinition(
        "next_word", "The words repeat in a fixed order. Write the word that comes next.",
        prompts: ["Which word comes next? {input}", "{input}\nThe next word is:"]
      ) { random in
        let words = random.listItems(2...3)
        let length = random.number((words.count + 1)...(2 * words.count + 1))
        let row = (0..<length).map { words[$0 % words.count] }
        let next = words[length % words.count]
        return Draft(
          row.listed, next,
          because: "The words \(words.listedWithAnd) repeat, and \(next) is the next of them.",
          not: row[length - 1]
        ).among(words)
      },
      TaskDefinition(
        "next_number", "The numbers grow by the same step. Write the number that comes next.",
        prompts: ["Which number comes next? {input}", "{input}\nThe next number is:"]
      ) { random in
        let (step, length) = (random.number(1...3), random.number(3...4))
        let start = random.number(0...8)
        let row = (0..<length).map { start + step * $0 }
        let (last, next) = (row[length - 1], start + step * length)
        let frame = random.pick(["", "Row: ", "Numbers: ", "List: ", "\(random.name()) counts: "])
        return Draft(
          frame + row.map { "\($0)" }.listed, "\(next)",
          rationale: "Each number is \(step) more, and \(last) + \(step) = \(next).", not: "\(next + step)"
        ).among(3...20)
      },
    ])
}
