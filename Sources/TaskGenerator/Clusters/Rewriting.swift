extension TaskCluster {
  /// Sentences written in another way.
  static let rewriting = TaskCluster(
    "rewriting", from: 171, reasoning: "Sentence rewriting",
    tasks: [
      TaskDefinition(
        "active_to_passive", "Write the sentence in the passive, beginning with the thing.",
        prompts: ["Turn the sentence around: {input}", "{input}\nIn the passive:"]
      ) { random in
        let (name, verb, thing) = deed(&random)
        return Draft(
          "\(name) \(verb) the \(thing).", "The \(thing) was \(verb) by \(name).",
          because: "The \(thing) comes first and \(name) comes after by.",
          not: "The \(thing) \(verb) \(name).")
      },
      TaskDefinition(
        "name_to_pronoun", "Write the sentence with She or He in place of the name.",
        prompts: ["Use She or He: {input}", "{input}\nWith a pronoun:"]
      ) { random in
        let (name, verb, thing) = deed(&random)
        return Draft(
          "\(name) \(verb) the \(thing).", "\(name.pronoun) \(verb) the \(thing).",
          because: "\(name) is a \(name.pronoun == "She" ? "woman" : "man").", not: "It \(verb) the \(thing)."
        )
      },
      TaskDefinition(
        "make_negative", "Write the sentence with the word not, so that it says the opposite.",
        prompts: ["Say that it is not so: {input}", "{input}\nWith not:"]
      ) { random in
        let subject = random.pick([
          "I", random.name(), random.name(), "The \(random.pick(Lexicon.belongings))",
        ])
        let verb = subject == "I" ? "am" : "is"
        let rest = random.coin() ? "in the \(random.pick(Lexicon.places))" : random.pick(adjectives)
        return Draft(
          "\(subject) \(verb) \(rest).", "\(subject) \(verb) not \(rest).",
          because: "The word not comes after \(verb).", not: "\(subject) \(verb) \(rest).")
      },
    ])

  private static let adjectives = [
    "old", "new", "big", "small", "clean", "wet", "dry", "cold", "hot", "tall",
  ]

  private static func deed(_ random: inout KeyedGenerator) -> (name: String, verb: String, thing: String) {
    (random.name(), random.pick(Verb.regular).past, random.pick(Lexicon.belongings))
  }
}
