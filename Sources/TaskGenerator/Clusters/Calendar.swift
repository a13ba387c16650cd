extension TaskCluster {
  /// Days and months that follow one another.
  static let calendar = TaskCluster(
    "calendar", from: 81, reasoning: "Sequences",
    tasks: [
      TaskDefinition(
        "day_after", "Name the day that comes right after the day in the sentence.",
        prompts: ["Which day is the next day? {input}", "{input}\nThe day after that is:"], answers: 7
      ) { random in
        let day = random.below(7)
        return Draft(
          event(on: Lexicon.days[day], &random), days(from: day, 1),
          because: "After \(Lexicon.days[day]) comes \(days(from: day, 1)).", not: Lexicon.days[day]
        ).among(Lexicon.days)
      },
      TaskDefinition(
        "two_days_later", "Name the day that comes two days after the day in the sentence.",
        prompts: ["Which day is it two days later? {input}", "{input}\nTwo days after that is:"], answers: 7
      ) { random in
        let day = random.below(7)
        return Draft(
          event(on: Lexicon.days[day], &random), days(from: day, 2),
          rationale: "After \(Lexicon.days[day]) comes \(days(from: day, 1)), "
            + "and after \(days(from: day, 1)) comes \(days(from: day, 2)).",
          not: days(from: day, 1)
        ).among(Lexicon.days)
      },
      TaskDefinition(
        "month_after", "Name the month that comes right after the month in the sentence.",
        prompts: ["Which month is the next month? {input}", "{input}\nThe month after that is:"], answers: 12
      ) { random in
        let month = random.below(12)
        let next = Lexicon.months[(month + 1) % 12]
        return Draft(
          event(in: Lexicon.months[month], &random), next,
          because: "After \(Lexicon.months[month]) comes \(next).",
          not: Lexicon.months[month]
        ).among(Lexicon.months)
      },
    ])

  private static func days(from day: Int, _ count: Int) -> String { Lexicon.days[(day + count) % 7] }

  private static func event(on day: String, _ random: inout KeyedGenerator) -> String {
    let (name, place) = (random.name(), random.pick(Lexicon.places))
    return random.pick([
      "\(name) goes to the \(place) on \(day).", "On \(day) \(name) is in the \(place).",
      "\(name) works in the \(place) on \(day).",
    ])
  }

  private static func event(in month: String, _ random: inout KeyedGenerator) -> String {
    let (name, city) = (random.name(), random.pick(Lexicon.cities))
    return random.pick(["\(name) goes to \(city) in \(month).", "In \(month) \(name) is in \(city)."])
  }
}
