extension Solvers {
  static let numbers: [String: Solver] = [
    "larger_number": { $0.numbers.max().map(String.init) },
    "older_person": { text in
      let sentences = text.sentenceTokens
      return (text.numbers[0] > text.numbers[1] ? sentences[0] : sentences[1]).first
    },
    "cheaper_thing": { text in
      let sentences = text.sentenceTokens
      return (text.numbers[0] < text.numbers[1] ? sentences[0] : sentences[1])[1]
    },
    "sort_up": { $0.numbers.sorted().map(String.init).joined(separator: ", ") },
    "largest_of_three": { $0.numbers.max().map(String.init) },
    "middle_number": { text in
      let (low, high) = (text.numbers.min(), text.numbers.max())
      return text.numbers.first { $0 != low && $0 != high }.map(String.init)
    },
    "plain_sum": { "\($0.numbers.reduce(0, +))" },
    "add_story": { "\($0.numbers.reduce(0, +))" },
    "take_away_story": { "\($0.numbers[0] - $0.numbers[1])" },
    "two_step_story": { "\($0.numbers[0] + $0.numbers[1] - $0.numbers[2])" },
    "next_number": { text in
      let row = text.numbers
      return "\(row[row.count - 1] + row[1] - row[0])"
    },
    "number_rule": { text in
      let words = text.tokens
      let answers = words.indices.filter { words[$0] == "say" }.map { words[$0 + 1] }
      return text.numbers[1] > text.numbers[0] ? answers[0] : answers[1]
    },
  ]
}
