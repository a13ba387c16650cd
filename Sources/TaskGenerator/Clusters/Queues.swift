extension TaskCluster {
  /// Held out: people who stand in a row.
  static let queues = TaskCluster(
    "queues", from: 221, heldOut: true, reasoning: "Selection by position",
    tasks: [
      row("first_in_row", "The people stand in a row. Name the person who is first in the row.") {
        people, _ in
        ("Who is first?", 0, "The row starts with \(people[0]).")
      },
      row("last_in_row", "The people stand in a row. Name the person who is last in the row.") { people, _ in
        ("Who is last?", people.count - 1, "The row ends with \(people[people.count - 1]).")
      },
      row(
        "behind_in_row", "The people stand in a row. Name the person who comes right after the given person."
      ) {
        people, random in
        let place = random.below(people.count - 1)
        return (
          "Who comes right after \(people[place])?", place + 1,
          "\(people[place]) is followed by \(people[place + 1])."
        )
      },
      row(
        "ahead_in_row", "The people stand in a row. Name the person who comes right before the given person."
      ) {
        people, random in
        let place = 1 + random.below(people.count - 1)
        return (
          "Who comes right before \(people[place])?", place - 1,
          "\(people[place - 1]) stands before \(people[place])."
        )
      },
    ])

  private static func row(
    _ slug: String, _ definition: String,
    ask:
      @escaping @Sendable (_ people: [String], _ random: inout KeyedGenerator) -> (
        question: String, answer: Int, because: String
      )
  ) -> TaskDefinition {
    TaskDefinition(
      slug, definition, prompts: ["Answer the question. {input}", "{input}\nName:"], instances: 200
    ) { random in
      let people = random.names(random.number(3...4))
      let place = random.pick(Lexicon.places)
      let query = ask(people, &random)
      let row = random.pick([
        "\(people.listedWithAnd) stand in a row in the \(place).",
        "In the \(place) stand \(people.listedWithAnd).",
      ])
      return Draft(
        "\(row) \(query.question)", people[query.answer], because: query.because,
        not: people[query.answer == 0 ? 1 : query.answer - 1]
      ).among(people)
    }
  }
}
