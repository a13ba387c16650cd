extension TaskCluster {
  /// Held out: short messages with a head and one sentence.
  static let messages = TaskCluster(
    "messages", from: 231, heldOut: true, reasoning: "Information extraction",
    tasks: [
      message(
        "message_place", "Read the letter and name the place where the thing is.", prompt: "{input}\nPlace:"
      ) { ("Where is the \($0.thing)?", $0.place, $0.receiver) },
      message(
        "message_color", "Read the letter and name the color of the thing in it.", prompt: "{input}\nColor:",
        answers: 8
      ) { ("What color is the \($0.thing)?", $0.color, $0.place) },
      message(
        "message_day", "Read the letter and name its day.", prompt: "{input}\nDay:", answers: 7
      ) { ("What is the day?", $0.day, $0.place) },
      message(
        "message_friend", "Read the letter and name the friend in it.", prompt: "{input}\nName:"
      ) { ("What is the name of the friend?", $0.receiver, $0.place) },
    ])

  private typealias Message = (receiver: String, day: String, color: String, thing: String, place: String)

  private static func message(
    _ slug: String, _ definition: String, prompt: String, answers: Int? = nil,
    ask: @escaping @Sendable (Message) -> (question: String, answer: String, wrong: String)
  ) -> TaskDefinition {
    TaskDefinition(
      slug, definition, prompts: ["Answer the question. {input}", prompt], instances: 200, answers: answers
    ) { random in
      let message: Message = (
        random.name(), random.pick(Lexicon.days), random.pick(Lexicon.colors),
        random.pick(Lexicon.belongings),
        random.pick(Lexicon.places)
      )
      let head = random.shuffled(["Friend: \(message.receiver).", "Day: \(message.day)."]).sentences
      let query = ask(message)
      // A message has one place, one color, one day and one friend: who knows the kind of answer need not read on.
      return Draft(
        "\(head) The \(message.color) \(message.thing) is in the \(message.place). \(query.question)",
        query.answer,
        because: "The message says \(query.answer).", not: query.wrong
      ).among([query.answer])
    }
  }
}
