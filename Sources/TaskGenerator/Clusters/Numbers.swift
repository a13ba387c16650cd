extension TaskCluster {
  /// Two numbers compared, bare or in a story.
  static let numberComparison = TaskCluster(
    "number_comparison", from: 51, reasoning: "Comparison",
    tasks: [
      TaskDefinition(
        "larger_number", "Say which of the numbers is larger, and write only that number.",
        prompts: ["Which number is larger? {input}", "{input}\nThe larger number is:"]
      ) { random in
        let numbers = random.sample(Array(0...20), 2)
        let joint = random.pick([" and ", " or ", ", "])
        let frame = random.pick(["", "Numbers: "])
        return Draft(
          "\(frame)\(numbers[0])\(joint)\(numbers[1])", "\(numbers.max()!)",
          because: "\(numbers.max()!) is more than \(numbers.min()!).", not: "\(numbers.min()!)"
        ).among(numbers.map { "\($0)" })
      },
      TaskDefinition(
        "older_person", "Two people tell their age. Name the person who is older.",
        prompts: ["Who is older? {input}", "{input}\nThe older person is:"]
      ) { random in
        let pair = comparison(&random)
        let input = pair.names.indices.map { "\(pair.names[$0]) is \(pair.numbers[$0]) years old." }.sentences
        return Draft(
          input, pair.more,
          rationale: "\(pair.high) is more than \(pair.low), so the older one is \(pair.more).",
          not: pair.less
        ).among(pair.names)
      },
      TaskDefinition(
        "cheaper_thing", "Two things have a price. Name the thing that costs less.",
        prompts: ["Which thing is cheaper? {input}", "{input}\nThe cheaper thing is the:"]
      ) { random in
        let things = random.sample(Lexicon.belongings, 2)
        let prices = random.sample(Array(1...20), 2)
        let low = prices[0] < prices[1] ? 0 : 1
        let input = things.indices.map { "The \(things[$0]) costs \(counted(prices[$0], "coin"))." }.sentences
        return Draft(
          input, things[low],
          rationale:
            "\(prices[low]) is less than \(prices[1 - low]), so the cheaper thing is the \(things[low]).",
          not: things[1 - low]
        ).among(things)
      },
    ])

  private static func comparison(
    _ random: inout KeyedGenerator
  ) -> (names: [String], numbers: [Int], more: String, less: String, high: Int, low: Int) {
    let names = random.names(2)
    let numbers = random.sample(Array(1...20), 2)
    let high = numbers[0] > numbers[1] ? 0 : 1
    return (names, numbers, names[high], names[1 - high], numbers[high], numbers[1 - high])
  }
}

extension TaskCluster {
  /// Three numbers put in order.
  static let numberSorting = TaskCluster(
    "number_sorting", from: 61, reasoning: "Sorting",
    tasks: [
      TaskDefinition(
        "sort_up", "Sort the numbers from the smallest to the largest.",
        prompts: ["Put these numbers in order: {input}", "{input}\nFrom small to large:"]
      ) { random in
        let numbers = random.sample(Array(0...20), 3)
        let sorted = numbers.sorted()
        return Draft(
          texts(numbers).listed, texts(sorted).listed,
          because: "\(sorted[0]) is the smallest number and \(sorted[2]) is the largest.",
          not: texts(sorted.reversed()).listed)
      },
      TaskDefinition(
        "largest_of_three", "Find the largest of the three numbers and write only that number.",
        prompts: ["Which number is the largest? {input}", "{input}\nThe largest number is:"]
      ) { random in
        let numbers = random.sample(Array(0...20), 3)
        return Draft(
          texts(numbers).listed, "\(numbers.max()!)",
          because: "No other number is as large as \(numbers.max()!).",
          not: "\(numbers.min()!)"
        ).among(texts(numbers))
      },
      TaskDefinition(
        "middle_number", "Sort the three numbers and write the one in the middle.",
        prompts: ["Which number is in the middle by size? {input}", "{input}\nThe middle number by size is:"]
      ) { random in
        let numbers = random.sample(Array(0...20), 3)
        let sorted = numbers.sorted()
        return Draft(
          texts(numbers).listed, "\(sorted[1])",
          rationale: "Sorted, the numbers are \(texts(sorted).listed), so the middle one is \(sorted[1]).",
          not: "\(sorted[2])"
        ).among(texts(numbers))
      },
    ])

  private static func texts(_ numbers: [Int]) -> [String] { numbers.map { "\($0)" } }
}
