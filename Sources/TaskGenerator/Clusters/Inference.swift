extension TaskCluster {
  /// Answers that follow from the sentences without standing in them.
  static let inference = TaskCluster(
    "inference", from: 131, reasoning: "Deduction",
    tasks: [
      TaskDefinition(
        "tallest_of_three", "Three people are compared in pairs. Name the person that the question asks for.",
        prompts: ["Answer the question. {input}", "Think about the order. {input}\nName:"]
      ) { random in
        let people = random.names(3)
        let word = random.pick([("taller", "tallest"), ("older", "oldest"), ("faster", "fastest")])
        let pairs = random.shuffled([
          "\(people[0]) is \(word.0) than \(people[1]).", "\(people[1]) is \(word.0) than \(people[2]).",
        ])
        return Draft(
          "\(pairs.sentences) Who is the \(word.1)?", people[0],
          rationale: "The order is \(people.listed), so the \(word.1) is \(people[0]).", not: people[1]
        ).among(people)
      },
      TaskDefinition(
        "made_up_words", "Decide from the sentences alone. Answer the question with yes or no.",
        prompts: ["Answer yes or no. {input}", "{input}\nDoes it follow, yes or no?"], answers: 2
      ) { random in
        let noun = random.pick(Lexicon.nonceNouns)
        let colors = random.sample(Lexicon.colors, 2)
        let name = random.name()
        let isSame = random.coin()
        let asked = colors[isSame ? 0 : 1]
        let fact = "\(name) is a \(noun), and all \(noun)s are \(colors[0])"
        return Draft(
          "All \(noun)s are \(colors[0]). \(name) is a \(noun). Is \(name) \(asked)?", isSame ? "yes" : "no",
          rationale: isSame ? "\(fact), so yes." : "\(fact), not \(asked), so no.", not: isSame ? "no" : "yes"
        ).among(["yes", "no"])
      },
      TaskDefinition(
        "either_or", "One of two things is true, and one of them is ruled out. Write what is left.",
        prompts: ["Answer the question. {input}", "What is left? {input}"]
      ) { random in
        let places = random.sample(Lexicon.places, 2)
        let thing = random.coin() ? random.name() : "The \(random.pick(Lexicon.belongings))"
        let out = random.below(2)
        let subject = thing.hasPrefix("The ") ? "the \(thing.dropFirst(4))" : thing
        return Draft(
          "\(thing) is in the \(places[0]) or in the \(places[1]). \(thing) is not in the \(places[out]). "
            + "Where is \(subject)?",
          places[1 - out],
          rationale: "It is not the \(places[out]), so it must be the \(places[1 - out]).", not: places[out]
        ).among(places)
      },
      TaskDefinition(
        "who_is_not", "One person has the thing and the other does not. Name the person in the question.",
        prompts: ["Answer the question. {input}", "{input}\nName:"]
      ) { random in
        let people = random.names(2)
        let thing = random.pick(Lexicon.possessions)
        let owner = random.below(2)
        let asksOwner = random.coin()
        let sentences = people.indices.map {
          $0 == owner
            ? "\(people[$0]) has \(thing.withArticle)." : "\(people[$0]) does not have \(thing.withArticle)."
        }
        let answer = people[asksOwner ? owner : 1 - owner]
        let question = asksOwner ? "Who has \(thing.withArticle)?" : "Who does not have \(thing.withArticle)?"
        return Draft(
          "\(sentences.sentences) \(question)", answer,
          because: asksOwner ? "\(answer) has it." : "\(answer) does not have it.",
          not: people[asksOwner ? 1 - owner : owner]
        ).among(people)
      },
    ])
}
