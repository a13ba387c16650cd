extension TaskCluster {
  /// Word forms.
  static let grammar = TaskCluster(
    "grammar", from: 151, reasoning: "Grammar",
    tasks: [
      TaskDefinition(
        "plural_noun", "Write the plural of the thing that the sentence names.",
        prompts: ["What is the plural of the thing? {input}", "{input}\nThe plural is:"]
      ) { random in
        let noun = random.pick(pluralizable)
        let verb = random.pick(relations).third
        return Draft(
          "\(random.name()) \(verb) one \(noun).", "\(noun)s", because: "One \(noun), but two \(noun)s.",
          not: noun)
      },
      TaskDefinition(
        "past_verb", "Write the verb of the sentence in the past form.",
        prompts: ["What is the past form of the verb? {input}", "{input}\nYesterday:"]
      ) { random in
        let verb = random.pick(Verb.regular)
        let thing = random.pick(Lexicon.belongings)
        return Draft(
          "Today \(random.name()) \(verb.third) the \(thing).", verb.past,
          because: "What \(verb.third) today \(verb.past) yesterday.", not: verb.third)
      },
      TaskDefinition(
        "article_choice", "Fill the gap with the right article, a or an.",
        prompts: ["Is it a or an? {input}", "{input}\nThe gap is:"], answers: 2
      ) { random in
        let words = random.coin() ? vowelWords : consonantWords
        let word = random.pick(words)
        let verb = random.pick(relations).third
        return Draft(
          "\(random.name()) \(verb) ... \(word).", word.article,
          because: "It is \(word.withArticle), because of the first sound of the word \(word).",
          not: word.article == "a" ? "an" : "a"
        ).among(["a", "an"])
      },
    ])

  private static let pluralizable = Lexicon.possessions.filter { !$0.hasSuffix("x") }
  private static let vowelWords = Lexicon.possessions.filter { $0.article == "an" }
  private static let consonantWords = Lexicon.possessions.filter { $0.article == "a" }
}
