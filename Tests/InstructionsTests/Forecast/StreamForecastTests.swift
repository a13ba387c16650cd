import Testing

@testable import Instructions

@Suite struct StreamForecastTests {
  private static func task(
    _ name: String, examples: Int, examined: Int, tooLong: Int = 0, unwritable: Int = 0
  ) -> StreamForecast.Task {
    .init(
      task: name, examples: examples, examined: examined, tooLong: tooLong, losing: unwritable,
      unwritable: unwritable,
      losses: unwritable > 0 ? [.init(place: "\(name).jsonl:3", target: "a{b", lost: ["{ U+007B"])] : [])
  }

  /// Tasks, the limit, what the message has; `nil` where nothing surely exceeds it.
  static let cases: [(tasks: [StreamForecast.Task], limit: Double, message: [String]?)] = [
    ([], 0, nil), ([task("a", examples: 50, examined: 50)], 0, nil),
    // All was looked at: what is told is what comes.
    ([task("a", examples: 50, examined: 50, tooLong: 6)], 0.1, ["12.0 %", "10.0 %", "'a' (12.0 % of 50)"]),
    ([task("a", examples: 50, examined: 50, tooLong: 5)], 0.1, nil),
    // A sample that is just above may be chance.
    ([task("a", examples: 100_000, examined: 500, tooLong: 60)], 0.1, nil),
    (
      [task("a", examples: 100_000, examined: 500, tooLong: 150)], 0.1,
      ["30.0 %", "500 of the run's 100000"]
    ),
    // One task alone, from a hundred of its examples on.
    (
      [task("a", examples: 9_000, examined: 900), task("b", examples: 200, examined: 200, tooLong: 90)], 0.1,
      ["in 1 task", "'b' (45.0 % of 200)"]
    ),
    (
      [task("a", examples: 9_000, examined: 900), task("b", examples: 90, examined: 90, tooLong: 90)], 0.1,
      nil
    ),
  ]

  @Test(arguments: cases.indices) func refusesWhatSurelyExceeds(_ number: Int) {
    let entry = Self.cases[number]
    let text = message { try StreamForecast(entry.tasks).checkTruncation(maximum: entry.limit) }
    #expect(text.isEmpty == (entry.message == nil), "\(text)")
    for part in entry.message ?? [] { #expect(text.contains(part), "\(part) in \(text)") }
  }

  @Test func targetsThatCannotBeWritten_areNamed() {
    let forecast = StreamForecast([Self.task("a", examples: 40, examined: 40, unwritable: 30)])
    let text = message { try forecast.checkTargets(maximum: 0.5) }
    for part in ["75.0 %", "a.jsonl:3: \"a{b\" loses { U+007B", "data.maxUnwritableFraction"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(message { try forecast.checkTargets(maximum: 0.75) }.isEmpty)
    #expect(forecast.notes.count == 1 && forecast.notes[0].contains("30 of 40 targets of 'a'"))
  }

  /// Short runs are looked at whole, and what is counted is what the packer finds.
  @Test func aShortRunIsCountedAsItComes() throws {
    let batches = try BatchStream(
      SmallWorld.stream(
        [SmallWorld.task("a", instances: 30), SmallWorld.task("b", instances: 50)], budget: 60),
      configuration: .init(rows: 2, inputLength: 60, targetLength: 60, examplesPerStep: 20))
    var ledger = Ledger()
    for step in 0..<5 { ledger.merge(try batches.batch(step: step).ledger) }
    let forecast = try StreamForecast(
      batches.stream, positions: batches.positionCount(ofSteps: 5), row: (60, 60))
    #expect(forecast.examined == 100 && forecast.tasks.map(\.examples) == forecast.tasks.map(\.examined))
    #expect(forecast.tasks.map(\.examples) == ["a", "b"].map { ledger.tasks[$0]?.read ?? 0 })
    #expect(forecast.notes.isEmpty)
  }

  /// What the estimate of a step's examples has tokenized serves the forecast as well.
  @Test func theSampleOfTheEstimateGivesTheSameForecast() throws {
    let stream = try SmallWorld.stream(
      [SmallWorld.task("a", instances: 30), SmallWorld.task("b", instances: 500)], budget: 60)
    let batches = try BatchStream(stream, configuration: .init(rows: 2, inputLength: 60, targetLength: 60))
    #expect(batches.sample[0, 0] != nil && batches.sample[1, 0] != nil && batches.sample[2, 0] == nil)
    for positions in [10, 400, 5000] {
      let alone = try StreamForecast(stream, positions: positions, row: (20, 20))
      let sharing = try StreamForecast(
        stream, positions: positions, row: (20, 20), sample: batches.sample)
      #expect(alone == sharing && alone.examined == positions)
    }
  }
}
