@testable import Instructions
import Testing

@Suite struct MixtureTests {
  typealias Part = MixtureConfiguration.SubMixture

  static func tasks() throws -> [TaskSplit] {
    try TaskCollection([
      SmallWorld.task("a", instances: 10), SmallWorld.task("b", instances: 30),
      SmallWorld.task("c", instances: 100),
    ]).split(HoldOut()).trained
  }

  private func shares(_ configuration: MixtureConfiguration) throws -> [String: Double] {
    let mixture = try Mixture(Self.tasks(), configuration: configuration)
    #expect(abs(mixture.entries.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    return Dictionary(uniqueKeysWithValues: mixture.entries.map { ($0.split.task.name, $0.share) })
  }

  @Test func ratesFollowExamplesCapsAndTemperature() throws {
    #expect(try shares(.init()) == ["a": 10 / 140.0, "b": 30 / 140.0, "c": 100 / 140.0])
    #expect(try shares(.init(rates: .init(cap: 30))) == ["a": 10 / 70.0, "b": 30 / 70.0, "c": 30 / 70.0])
    let warm = try shares(.init(rates: .init(cap: 90, temperature: 2)))
    #expect(abs((warm["c"] ?? 0) / (warm["a"] ?? 1) - 3) < 1e-12)
    #expect(try shares(.init(rates: .init(explicit: ["a": 30, "c": 0]))) == ["a": 0.5, "b": 0.5])
  }

  @Test func subMixturesKeepTheirProportions() throws {
    let mixed = try shares(
      .init(subMixtures: [
        Part(name: "first", proportion: 3, tasks: ["a"]),
        Part(name: "rest", proportion: 1, rates: .init(cap: 10)),
      ]))
    #expect(mixed == ["a": 0.75, "b": 0.125, "c": 0.125])
  }

  @Test func subMixturesWithoutProportionsGoByTheirRates() throws {
    let parts = [
      Part(name: "first", proportion: nil, tasks: ["a"]),
      Part(name: "rest", proportion: nil, rates: .init(cap: 80)),
    ]
    #expect(try shares(.init(subMixtures: parts)) == ["a": 10 / 120.0, "b": 30 / 120.0, "c": 80 / 120.0])
  }

  @Test func aTaskMayHaveACapOfItsOwn() throws {
    var rates = MixtureConfiguration.RateRule(cap: 30)
    rates.caps = ["a": 5, "c": 65]
    #expect(try shares(.init(rates: rates)) == ["a": 0.05, "b": 0.3, "c": 0.65])
  }

  @Test(arguments: [0, 0.25, 1]) func chainOfThoughtTakesItsShare(_ share: Double) throws {
    let tasks = try TaskCollection([
      SmallWorld.task("a", instances: 10), SmallWorld.task("b", instances: 30),
      SmallWorld.task("r", instances: 20, rationales: true),
    ]).split(HoldOut()).trained
    var configuration = MixtureConfiguration()
    configuration.chainOfThoughtShare = share
    let mixture = try Mixture(tasks, configuration: configuration)
    let found = Dictionary(uniqueKeysWithValues: mixture.entries.map { ($0.split.task.name, $0.share) })
    let expected = ["a": (1 - share) / 4, "b": (1 - share) * 3 / 4, "r": share].filter { $0.value > 0 }
    #expect(found.keys.sorted() == expected.keys.sorted())
    for (task, value) in expected { #expect(abs((found[task] ?? 0) - value) < 1e-12) }
  }

  static let broken: [(MixtureConfiguration, String)] = [
    (.init(subMixtures: []), "3 trained tasks are in no sub-mixture"),
    (.init(subMixtures: [Part(name: "p", tasks: ["a"])]), "2 trained tasks are in no sub-mixture: b, c"),
    (.init(subMixtures: [Part(name: "p", tasks: ["aa"])]), "Did you mean 'a'?"),
    (
      .init(subMixtures: [Part(name: "p", tasks: ["a"]), Part(name: "q", tasks: ["a", "b", "c"])]),
      "two sub-mixtures, 'p' and 'q'"
    ),
    (.init(subMixtures: [Part(name: "p"), Part(name: "q")]), "both take the remaining"),
    (.init(subMixtures: [Part(name: "p", tasks: ["a", "b", "c"]), Part(name: "q")]), "'q' has no task"),
    (.init(subMixtures: [Part(name: "p", proportion: 0)]), "proportion of the sub-mixture 'p' is 0.0"),
    (.init(subMixtures: [Part(name: "p", proportion: .nan)]), "proportion"),
    (.init(rates: .init(cap: 0)), "cap of the sub-mixture 'all' is 0.0"),
    (.init(rates: .init(temperature: 0)), "temperature"),
    (.init(subMixtures: [Part(name: "all")], chainOfThoughtShare: 0.5), "no trained task with rationales"),
    (.init(subMixtures: [Part(name: "all")], chainOfThoughtShare: 2), "from 0 to 1"),
    (.init(rates: .init(explicit: ["a": -1])), "rate of 'a'"),
    (.init(rates: .init(explicit: ["z": 1])), "'z', which is no trained task"),
    (.init(rates: .init(explicit: ["a": 0, "b": 0, "c": 0])), "'all' has no task"),
    (.init(rates: .init(explicit: ["a": 1e308, "b": 1e308])), "sum of rates"),
  ]

  @Test(arguments: broken.indices) func refusesWhatCannotBeMixed(_ index: Int) throws {
    let tasks = try Self.tasks()
    let text = message { _ = try Mixture(tasks, configuration: Self.broken[index].0) }
    #expect(text.contains(Self.broken[index].1), "\(text)")
  }

  @Test func tableCountsWhatTheStreamHolds() throws {
    let stream = try SmallWorld.stream([
      SmallWorld.task("a", instances: 10), SmallWorld.task("long name", cluster: "k", instances: 30),
    ])
    var counts = ["a": 0, "long name": 0]
    for position in 0..<123 { counts[try stream.example(at: position).provenance.task, default: 0] += 1 }
    let table = try MixtureTable(stream, positions: 123)
    for row in table.rows {
      #expect(row.occurrences == counts[row.task])
      #expect(row.epochs == Double(row.occurrences) / Double(row.examples))
    }
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 3 && Set(lines.map(\.count)).count == 1)
    #expect(lines[1].contains(" 10.0 ") && lines[1].contains("25.00"))
  }
}

@Suite struct MixturePresetTests {
  static let sums: [(MixturePreset, Double, [String])] = [
    (.paperA, 100, ["muffin", "t0-sf", "cot", "niv2"]), (.paperB, 99.9, ["muffin", "t0-sf", "cot", "niv2"]),
    (.publishedCode, 1, ["muffin", "t0-sf", "cot", "niv2", "dialog"]),
  ]

  @Test(arguments: sums)
  func proportionsAreThePublishedOnes(_ preset: MixturePreset, _ sum: Double, _ names: [String]) {
    #expect(preset.parts.map(\.name) == names)
    #expect(abs(preset.parts.reduce(0) { $0 + $1.proportion } - sum) < 1e-9)
    #expect(preset["muffin"]?.cap == 30_000 && preset["t0-sf"]?.cap == 20_000)
    #expect(preset["cot"]?.cap == 100_000 && preset["nothing"] == nil)
  }
}
