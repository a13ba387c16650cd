extension TaskCluster {
  /// Small sets counted.
  static let counting = TaskCluster(
    "counting", from: 41, reasoning: "Counting",
    tasks: [
      TaskDefinition(
        "count_words", "Count the words that stand in the list and write the number.",
        prompts: ["How many words are in this list? {input}", "{input}\nNumber of words:"], answers: 6
      ) { random in
        let words = random.listItems(1...6)
        return Draft(
          "List: \(words.listed)", "\(words.count)", because: "The list has \(counted(words.count, "word")).",
          not: "\(words.count + 1)"
        ).among(1...6)
      },
      TaskDefinition(
        "count_given_word", "Count how often the given word stands in the list.",
        prompts: ["How often is the word in the list? {input}", "{input}\nIt is there this many times:"],
        answers: 4
      ) { random in
        let words = random.listItems(3...4)
        let times = random.below(4)
        let others = random.sample(Array(words.dropFirst()), random.number(1...3))
        let list = random.shuffled(Array(repeating: words[0], count: times) + others)
        return Draft(
          "\(list.listed). Word: \(words[0])", "\(times)",
          because: "The word \(words[0]) stands \(counted(times, "time")) in the list.", not: "\(times + 1)"
        ).among(0...3)
      },
      TaskDefinition(
        "count_kind", "Count the words of the given kind in the list and write the number.",
        prompts: ["Count the right words. {input}", "{input}\nNumber:"], answers: 4
      ) { random in
        let kinds = random.sample(Kind.all, 2)
        let members = random.sample(kinds[0].members, random.below(4))
        let others = random.sample(kinds[1].members, random.number(1...2))
        let list = random.shuffled(members + others)
        let found = list.filter(members.contains)
        let rationale =
          switch found.count {
          case 0: "No word in the list is \(kinds[0].name.withArticle), so the number is 0."
          case 1: "Only \(found[0]) is \(kinds[0].name.withArticle), so the number is 1."
          default: "The \(kinds[0].plural) are \(found.listedWithAnd), so the number is \(found.count)."
          }
        return Draft(
          "\(list.listed). How many \(kinds[0].plural)?", "\(found.count)", rationale: rationale,
          not: "\(list.count)"
        ).among(0...3)
      },
    ])
}
