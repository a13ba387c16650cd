extension TaskCluster {
  /// Held out: short messages with a head and two things, so that the kind of an answer does not give it
  /// away.
  static let messages = TaskCluster(
    "messages", from: 231, heldOut: true, reasoning: "Information extraction",
    tasks: [
      message(
        "message_place", "Read the letter and name the place where the thing is.", prompt: "{input}\nPlace:"
      ) { message in
        ("Where is the \(message.asked.thing)?", message.asked.place, message.other.place)
      },
      message(
        "message_color", "Read the letter and name the color of the thing in it.", prompt: "{input}\nColor:",
        answers: 8
      ) { message in
        ("What color is the \(message.asked.thing)?", message.asked.color, message.other.color)
      },
      message(
        "message_day", "Read the letter and name the day of the thing.", prompt: "{input}\nDay:", answers: 7
      ) { message in
        ("What is the day of the \(message.asked.thing)?", message.asked.day, message.other.day)
      },
      message(
        "message_friend", "Read the letter and name the friend in it.", prompt: "{input}\nName:"
      ) { message in
        ("What is the name of the friend?", message.friend, message.name)
      },
    ])

  private typealias Message = (name: String, friend: String, asked: MessageThing, other: MessageThing)

  private static func message(
    _ slug: String, _ definition: String, prompt: String, answers: Int? = nil,
    ask: @escaping @Sendable (Message) -> (question: String, answer: String, wrong: String)
  ) -> TaskDefinition {
    TaskDefinition(
      slug, definition, prompts: ["Answer the question. {input}", prompt], instances: 200, answers: answers
    ) { random in
      let names = random.sample(Lexicon.names, 2)
      let things = MessageThing.two(&random)
      let message: Message = (names[0], names[1], things[0], things[1])
      let head = random.shuffled(["Name: \(message.name).", "Friend: \(message.friend)."]).sentences
      let body = random.shuffled(things.map(\.sentence)).sentences
      let query = ask(message)
      return Draft(
        "\(head) \(body) \(query.question)", query.answer, because: "The message says \(query.answer).",
        not: query.wrong
      ).among([query.answer, query.wrong])
    }
  }
}

/// One of the two things that a message tells of: they differ in all that can be asked.
private struct MessageThing {
  let thing: String
  let color: String
  let place: String
  let day: String

  var sentence: String { "\(day): the \(color) \(thing) is in the \(place)." }

  static func two(_ random: inout KeyedGenerator) -> [MessageThing] {
    let things = random.sample(Lexicon.belongings, 2)
    let colors = random.sample(Lexicon.colors, 2)
    let places = random.sample(Lexicon.places, 2)
    let days = random.sample(Lexicon.days, 2)
    return (0..<2).map {
      MessageThing(thing: things[$0], color: colors[$0], place: places[$0], day: days[$0])
    }
  }
}
