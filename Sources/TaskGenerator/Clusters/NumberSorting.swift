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
