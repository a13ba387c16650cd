extension TaskCluster {
  /// Questions made from statements.
  static let questionWriting = TaskCluster(
    "question_writing", from: 141, reasoning: "Question generation",
    tasks: [
      TaskDefinition(
        "ask_who", "Write a question that begins with Who and that the sentence answers.",
        prompts: ["Ask who does it: {input}", "{input}\nQuestion with Who:"]
      ) { random in
        let (name, action) = (random.name(), action(&random))
        return Draft(
          "\(name) \(action.third).", "Who \(action.third)?",
          because: "The question asks for \(name).", not: "What does \(name) do?")
      },
      TaskDefinition(
        "ask_what", "Write a question that begins with What and that asks for the thing in the sentence.",
        prompts: ["Ask for the thing: {input}", "{input}\nQuestion with What:"]
      ) { random in
        let (name, thing) = (random.name(), random.pick(Lexicon.possessions))
        let verb = random.pick(relations)
        return Draft(
          "\(name) \(verb.third) \(thing.withArticle).", "What does \(name) \(verb.base)?",
          because: "The question asks for the \(thing).", not: "Who \(verb.third) \(thing.withArticle)?")
      },
      TaskDefinition(
        "ask_where", "Write a question that begins with Where and that asks for the place in the sentence.",
        prompts: ["Ask for the place: {input}", "{input}\nQuestion with Where:"],
        instances: 400
      ) { random in
        let place = random.pick(Lexicon.places)
        let subject = random.pick(Lexicon.names + Lexicon.possessions.map { "the \($0)" })
        return Draft(
          "\(subject.capitalizedFirst) is in the \(place).", "Where is \(subject)?",
          because: "The question asks for the \(place).", not: "What is in the \(place)?")
      },
    ])

  private static func action(_ random: inout KeyedGenerator) -> (third: String, base: String) {
    if random.coin() {
      let place = random.pick(Lexicon.places)
      return ("is in the \(place)", "be in the \(place)")
    }
    let verb = random.pick(relations)
    let thing = random.pick(Lexicon.possessions).withArticle
    return ("\(verb.third) \(thing)", "\(verb.base) \(thing)")
  }
}
