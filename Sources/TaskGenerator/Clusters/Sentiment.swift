extension TaskCluster {
  /// Praise and blame.
  static let sentiment = TaskCluster(
    "sentiment", from: 161, reasoning: "Sentiment",
    tasks: [
      TaskDefinition(
        "review_label", "Say whether the opinion is positive or negative.",
        prompts: ["Is it positive or negative? {input}", "{input}\nThe opinion is:"], answers: 2
      ) { random in
        let isGood = random.coin()
        let word = random.pick(isGood ? good : bad)
        let thing = random.pick(subjects)
        return Draft(
          "\(random.name()) \(random.pick(["says", "thinks", "says: I think"])) the \(thing) was \(word).",
          isGood ? "positive" : "negative",
          because: "The word \(word) is a \(isGood ? "good" : "bad") word.",
          not: isGood ? "negative" : "positive"
        ).among(["positive", "negative"])
      },
      TaskDefinition(
        "who_liked_it", "Two people give their opinion. Name the person who liked the thing.",
        prompts: ["Who liked it? {input}", "{input}\nThis person liked it:"]
      ) { random in
        let people = random.names(2)
        let happy = random.below(2)
        let words = people.indices.map { random.pick($0 == happy ? good : bad) }
        let thing = random.pick(subjects)
        return Draft(
          "\(people[0]) thinks the \(thing) was \(words[0]). \(people[1]) thinks it was \(words[1]).",
          people[happy],
          because: "\(people[happy]) uses the good word \(words[happy]).", not: people[1 - happy]
        ).among(people)
      },
    ])

  private static let good = ["good", "great", "lovely", "nice", "wonderful", "fine"]
  private static let bad = ["bad", "awful", "boring", "poor", "terrible", "dull"]
  private static let subjects = [
    "film", "song", "story", "game", "cake", "book", "park", "market",
  ]
}
