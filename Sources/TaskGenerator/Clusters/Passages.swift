extension TaskCluster {
  /// Two or three sentences, and a question about one of them.
  static let passages = TaskCluster(
    "passages", from: 121, reasoning: "Reading comprehension",
    tasks: [
      TaskDefinition(
        "where_is_person", "Read the sentences and answer the question with the name of a place.",
        prompts: ["Answer the question. {input}", "{input}\nPlace:"]
      ) { random in
        let (people, places) = crowd(Lexicon.places, &random)
        let (asked, other) = random.twoIndices(people.count)
        return Draft(
          "\(stays(people, places)) Where is \(people[asked])?", places[asked],
          because: "The text says that \(people[asked]) is in the \(places[asked]).", not: places[other]
        ).among(places)
      },
      TaskDefinition(
        "who_is_there", "Read the sentences and answer the question with the name of a person.",
        prompts: ["Answer the question. {input}", "{input}\nPerson:"]
      ) { random in
        let (people, places) = crowd(Lexicon.places, &random)
        let (asked, other) = random.twoIndices(people.count)
        return Draft(
          "\(stays(people, places)) Who is in the \(places[asked])?", people[asked],
          because: "The text says that \(people[asked]) is in the \(places[asked]).", not: people[other]
        ).among(people)
      },
      TaskDefinition(
        "what_person_has", "Read the sentences and name the thing that the question asks for.",
        prompts: ["Answer the question. {input}", "{input}\nThing:"]
      ) { random in
        let (people, things) = crowd(Lexicon.possessions, &random)
        let (asked, other) = random.twoIndices(people.count)
        let verb = random.pick(relations)
        return Draft(
          "\(facts(people, verb.third, things)) What does \(people[asked]) \(verb.base)?", things[asked],
          because: "The text says that \(people[asked]) \(verb.third) \(things[asked].withArticle).",
          not: things[other]
        ).among(things)
      },
      TaskDefinition(
        "who_has_thing", "Read the sentences and name the person that the question asks for.",
        prompts: ["Answer the question. {input}", "{input}\nName:"]
      ) { random in
        let (people, things) = crowd(Lexicon.possessions, &random)
        let (asked, other) = random.twoIndices(people.count)
        let verb = random.pick(relations)
        return Draft(
          "\(facts(people, verb.third, things)) Who \(verb.third) \(things[asked].withArticle)?",
          people[asked],
          because: "The text says that \(people[asked]) \(verb.third) \(things[asked].withArticle).",
          not: people[other]
        ).among(people)
      },
      TaskDefinition(
        "color_of_thing", "Read the sentences and name the color that the question asks for.",
        prompts: ["Answer the question. {input}", "{input}\nColor:"]
      ) { random in
        let (people, things) = crowd(Lexicon.belongings, &random)
        let colors = random.sample(Lexicon.colors, people.count)
        let (asked, other) = random.twoIndices(people.count)
        let text = people.indices.map { "\(people[$0]) has a \(colors[$0]) \(things[$0])." }.sentences
        return Draft(
          "\(text) What color is the \(things[asked])?", colors[asked],
          because: "The text says that the \(things[asked]) is \(colors[asked]).", not: colors[other]
        ).among(colors)
      },
      TaskDefinition(
        "where_now", "Somebody moves from place to place. Say where the person is in the end.",
        prompts: ["Where is the person now? {input}", "{input}\nPlace in the end:"]
      ) { random in
        let places = random.sample(Lexicon.places, random.number(2...3))
        let person = random.name()
        let (last, before) = (places[places.count - 1], places[places.count - 2])
        let first = "\(person) goes to the \(places[0])."
        let later = places.dropFirst().map { "Then \(person) goes to the \($0)." }
        return Draft(
          ([first] + later + ["Where is \(person) now?"]).sentences, last,
          rationale: "\(person) leaves the \(before) and goes to the \(last).", not: places[0]
        ).among(places)
      },
    ])

  /// Verbs between a person and a thing.
  static let relations = [
    (third: "has", base: "have"), (third: "wants", base: "want"), (third: "sees", base: "see"),
    (third: "buys", base: "buy"), (third: "finds", base: "find"), (third: "needs", base: "need"),
  ]

  private static func crowd(
    _ pool: [String], _ random: inout KeyedGenerator
  ) -> (people: [String], others: [String]) {
    let count = random.few()
    return (random.names(count), random.sample(pool, count))
  }

  private static func stays(_ people: [String], _ places: [String]) -> String {
    people.indices.map { "\(people[$0]) is in the \(places[$0])." }.sentences
  }

  private static func facts(_ people: [String], _ verb: String, _ things: [String]) -> String {
    people.indices.map { "\(people[$0]) \(verb) \(things[$0].withArticle)." }.sentences
  }
}
