extension TaskCluster {
  /// Rules that are given in the input and must be applied.
  static let statedRules = TaskCluster(
    "stated_rules", from: 101, reasoning: "Applying rules",
    tasks: [
      TaskDefinition(
        "code_word", "Each word in the code stands for another word. Write what the given word stands for.",
        prompts: ["Use the code. {input}", "Look it up. {input}\nAnswer:"]
      ) { random in
        let (left, right) = random.pools()
        let count = random.few()
        let (keys, values) = (random.sample(left, count), random.sample(right, count))
        let (asked, other) = random.twoIndices(count)
        let sign = random.pick([" = ", ": ", " is "])
        let code = keys.indices.map { "\(keys[$0])\(sign)\(values[$0])" }.listed
        let question = random.pick(["What is \(keys[asked])?", "Word: \(keys[asked])"])
        return Draft(
          "\(code). \(question)", values[asked],
          because: "In the code \(keys[asked]) stands for \(values[asked]).",
          not: values[other]
        ).among(values)
      },
      TaskDefinition(
        "kind_rule", "Each kind of thing has its word. Use the rules and say the word for the thing.",
        prompts: ["Use the rules. {input}", "{input}\nThe rules say:"]
      ) { random in
        let kinds = random.sample(Kind.ofObjects, 2)
        let answers = random.sample(Lexicon.colors + Lexicon.names, 2)
        let chosen = random.below(2)
        let thing = random.pick(kinds[chosen].members)
        return Draft(
          "If it is \(kinds[0].name.withArticle), say \(answers[0]). "
            + "If it is \(kinds[1].name.withArticle), say \(answers[1]). It is \(thing.withArticle).",
          answers[chosen],
          because: "\(thing.withArticle.capitalizedFirst) is \(kinds[chosen].name.withArticle).",
          not: answers[1 - chosen]
        ).among(answers)
      },
      TaskDefinition(
        "number_rule", "Use the rule about the size of the number and say the right word.",
        prompts: ["Use the rule. {input}", "{input}\nThe rule says:"]
      ) { random in
        let limit = random.number(5...15)
        let number = random.coin() ? random.number(0...(limit - 1)) : random.number((limit + 1)...20)
        let answers = random.sample(Lexicon.colors + Lexicon.names, 2)
        let isMore = number > limit
        let answer = answers[isMore ? 0 : 1]
        return Draft(
          "If the number is more than \(limit), say \(answers[0]), else say \(answers[1]). The number is \(number).",
          answer, rationale: "\(number) is \(isMore ? "more" : "less") than \(limit), so say \(answer).",
          not: answers[isMore ? 1 : 0]
        ).among(answers)
      },
      TaskDefinition(
        "color_to_place", "Things go to a place by their color. Say where the thing goes.",
        prompts: ["Where does the thing go? {input}", "{input}\nIt goes to the:"]
      ) { random in
        let count = random.few()
        let colors = random.sample(Lexicon.colors, count)
        let places = random.sample(Lexicon.places, count)
        let (asked, other) = random.twoIndices(count)
        let thing = random.pick(Lexicon.belongings)
        let rules = colors.indices.map { "\(colors[$0].capitalizedFirst) things go to the \(places[$0])." }
        return Draft(
          "\(rules.sentences) The \(thing) is \(colors[asked]).", places[asked],
          because: "\(colors[asked].capitalizedFirst) things go to the \(places[asked]).", not: places[other]
        ).among(places)
      },
    ])
}
