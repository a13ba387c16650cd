extension TaskCluster {
  /// Small sums, with the steps written out.
  static let arithmetic = TaskCluster(
    "arithmetic", from: 71, reasoning: "Arithmetic",
    tasks: [
      TaskDefinition(
        "plain_sum", "Add the two numbers and write the sum.",
        prompts: ["How much is this? {input}", "{input}\nThe sum is:"], instances: 400
      ) { random in
        let (first, second) = (random.number(0...10), random.number(0...10))
        let input = random.pick([
          "\(first) + \(second)", "\(first) plus \(second)", "\(first) and \(second)",
          "Add \(second) to \(first).",
        ])
        return Draft(input, "\(first + second)", because: "\(first) + \(second) = \(first + second).").among(
          0...20)
      },
      TaskDefinition(
        "add_story", "Somebody gets more of a thing. Say how many there are now.",
        prompts: ["How many are there now? {input}", "Add the numbers. {input}\nNumber:"]
      ) { random in
        let name = random.name()
        let food = random.pick(countable)
        let (first, second) = (random.number(1...9), random.number(1...9))
        let verb = random.pick(["gets", "buys", "finds"])
        return Draft(
          "\(name) has \(counted(first, food)). \(name.pronoun) \(verb) \(second) more.", "\(first + second)",
          rationale:
            "There are \(first) and then \(second) more, and \(first) + \(second) = \(first + second).",
          not: "\(first)"
        ).among(2...18)
      },
      TaskDefinition(
        "take_away_story", "Somebody gives some of a thing away. Say how many are left.",
        prompts: ["How many are left? {input}", "Take the second number away. {input}\nNumber:"]
      ) { random in
        let name = random.name()
        let food = random.pick(countable)
        let second = random.number(1...9)
        let first = second + random.number(0...9)
        let verb = random.pick(["gives away", "eats", "sells"])
        return Draft(
          "\(name) has \(counted(first, food)). \(name.pronoun) \(verb) \(second).", "\(first - second)",
          rationale:
            "There are \(first) and then \(second) less, and \(first) - \(second) = \(first - second).",
          not: "\(first)"
        ).among(0...9)
      },
      TaskDefinition(
        "two_step_story", "Somebody gets some of a thing and then gives some away. Say how many are left.",
        prompts: ["How many are left in the end? {input}", "Count step by step. {input}\nNumber:"]
      ) { random in
        let name = random.name()
        let food = random.pick(countable)
        let (first, second) = (random.number(1...6), random.number(1...6))
        let sum = first + second
        let third = random.number(1...min(sum, 6))
        return Draft(
          "\(name) has \(counted(first, food)). \(name.pronoun) gets \(second) more and gives away \(third).",
          "\(sum - third)",
          rationale: "First \(first) + \(second) = \(sum). Then \(sum) - \(third) = \(sum - third).",
          not: "\(sum)"
        ).among(0...11)
      },
    ])

  private static let countable = [
    "apple", "pear", "plum", "lemon", "egg", "cake", "cup", "book", "key", "ball",
  ]
}
