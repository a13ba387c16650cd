extension TaskCluster {
  /// Held out: who does something where on which day.
  static let schedules = TaskCluster(
    "schedules", from: 201, heldOut: true, reasoning: "Schedule reading",
    tasks: [
      schedule(
        "person_on_day",
        "Read which person works on which day and name the person for the day in the question."
      ) { ("Who works on \($0.day)?", $0.person, "On \($0.day) \($0.person) works.") },
      schedule(
        "day_of_person",
        "Read which person works on which day and name the day for the person in the question.",
        answers: 7
      ) { ("Which day does \($0.person) have?", $0.day, "The day of \($0.person) is \($0.day).") },
      schedule(
        "place_on_day",
        "Read which place is cleaned on which day and name the place for the day in the question."
      ) { ("Which place is it on \($0.day)?", $0.place, "On \($0.day) it is the \($0.place).") },
      schedule(
        "person_in_place", "Read who works in which place on which day and name the person for the place."
      ) { ("Who works in the \($0.place)?", $0.person, "In the \($0.place) works \($0.person).") },
    ])

  private typealias Shift = (day: String, person: String, place: String)

  private static func schedule(
    _ slug: String, _ definition: String, answers: Int? = nil,
    ask: @escaping @Sendable (Shift) -> (question: String, answer: String, because: String)
  ) -> TaskDefinition {
    TaskDefinition(
      slug, definition, prompts: ["Answer the question. {input}", "{input}\nAnswer:"], instances: 200,
      answers: answers
    ) { random in
      let count = random.few()
      let (people, places) = (random.names(count), random.sample(Lexicon.places, count))
      let days = random.sample(Array(0..<7), count).sorted().map { Lexicon.days[$0] }
      let rows = days.indices.map { "\(days[$0]): \(people[$0]), \(places[$0])." }
      let (asked, other) = random.twoIndices(count)
      let query = ask((days[asked], people[asked], places[asked]))
      return Draft(
        "\(rows.sentences) \(query.question)", query.answer, because: query.because,
        not: ask((days[other], people[other], places[other])).answer
      ).among(days.indices.map { ask((days[$0], people[$0], places[$0])).answer })
    }
  }
}
