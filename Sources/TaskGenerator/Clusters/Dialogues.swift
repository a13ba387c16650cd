extension TaskCluster {
  /// Held out: what people say about themselves.
  static let dialogues = TaskCluster(
    "dialogues", from: 211, heldOut: true, reasoning: "Dialogue reading",
    tasks: [
      talk("speaker_with_thing", "Each person says one thing. Name the person that the question asks for.") {
        people, asked, random in
        let things = random.sample(Lexicon.possessions, people.count)
        let verb = random.pick(relations)
        let lines = people.indices.map { "\(people[$0]) says: I \(verb.base) \(things[$0].withArticle)." }
        return (lines, "Who \(verb.third) \(things[asked].withArticle)?", people)
      },
      talk("thing_of_speaker", "Each person says one thing. Name the thing that the question asks for.") {
        people, asked, random in
        let things = random.sample(Lexicon.possessions, people.count)
        let verb = random.pick(relations)
        let lines = people.indices.map { "\(people[$0]) says: I \(verb.base) \(things[$0].withArticle)." }
        return (lines, "What does \(people[asked]) \(verb.base)?", things)
      },
      talk("place_of_speaker", "Each person says one place. Name the place that the question asks for.") {
        people, asked, random in
        let places = random.sample(Lexicon.places, people.count)
        let lines = people.indices.map { "\(people[$0]) says: I am in the \(places[$0])." }
        return (lines, "Where is \(people[asked])?", places)
      },
      talk("speaker_in_place", "Each person says one place. Name the person that the question asks for.") {
        people, asked, random in
        let places = random.sample(Lexicon.places, people.count)
        let lines = people.indices.map { "\(people[$0]) says: I am in the \(places[$0])." }
        return (lines, "Who is in the \(places[asked])?", people)
      },
    ])

  /// A task over two or three lines of talk; `make` gives the lines, the question and every speaker's answer.
  private static func talk(
    _ slug: String, _ definition: String,
    make:
      @escaping @Sendable (_ people: [String], _ asked: Int, _ random: inout KeyedGenerator) -> (
        lines: [String], question: String, answers: [String]
      )
  ) -> TaskDefinition {
    TaskDefinition(
      slug, definition, prompts: ["Answer the question. {input}", "{input}\nAnswer:"], instances: 200
    ) { random in
      let people = random.names(random.few())
      let (asked, other) = random.twoIndices(people.count)
      let talk = make(people, asked, &random)
      return Draft(
        "\(talk.lines.sentences) \(talk.question)", talk.answers[asked],
        because: "This is what \(people[asked]) says.", not: talk.answers[other]
      ).among(talk.answers)
    }
  }
}
