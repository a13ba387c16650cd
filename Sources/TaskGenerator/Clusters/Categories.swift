extension TaskCluster {
  /// What kind of thing a word names.
  static let categories = TaskCluster(
    "categories", from: 91, reasoning: "World knowledge",
    tasks: [
      TaskDefinition(
        "kind_of_thing", "Say what kind of thing is named: animal, food, garment, vehicle or tool.",
        prompts: ["What kind of thing is it? {input}", "{input}\nThe kind of thing is:"], answers: 5
      ) { random in
        let kind = random.pick(Kind.ofObjects)
        let word = random.pick(kind.members)
        return Draft(
          "\(random.name()) \(random.pick(["has", "sees", "wants", "buys"])) \(word.withArticle).", kind.name,
          because: "\(word.withArticle.capitalizedFirst) is \(kind.name.withArticle).",
          not: random.pick(Kind.ofObjects).name
        ).among(Kind.ofObjects.map(\.name))
      },
      TaskDefinition(
        "is_of_kind", "Say yes if the thing is of the kind that is asked for, else say no.",
        prompts: ["Answer yes or no. {input}", "{input}\nYes or no?"], answers: 2
      ) { random in
        let kinds = random.sample(Kind.ofObjects, 2)
        let word = random.pick(kinds[0].members)
        let (isOf, name) = (random.coin(), random.name())
        let asked = isOf ? kinds[0] : kinds[1]
        let fact = "\(word.withArticle.capitalizedFirst) is \(kinds[0].name.withArticle)"
        return Draft(
          "\(name) has \(word.withArticle). Is it \(asked.name.withArticle)?", isOf ? "yes" : "no",
          rationale: isOf ? "\(fact), so yes." : "\(fact), not \(asked.name.withArticle), so no.",
          not: isOf ? "no" : "yes"
        ).among(["yes", "no"])
      },
      TaskDefinition(
        "odd_one_out", "All words but one are of the same kind. Write the word that does not fit.",
        prompts: ["Which word does not fit? {input}", "{input}\nThe odd one out is:"]
      ) { random in
        let kinds = random.sample(Kind.all, 2)
        let others = random.sample(kinds[0].members, 3)
        let odd = random.pick(kinds[1].members)
        let list = random.shuffled(others + [odd])
        let same = list.filter { $0 != odd }
        return Draft(
          list.listed, odd,
          rationale:
            "\(same.listedWithAnd.capitalizedFirst) are \(kinds[0].plural), so the odd one is \(odd).",
          not: same[0]
        ).among(list)
      },
    ])
}
