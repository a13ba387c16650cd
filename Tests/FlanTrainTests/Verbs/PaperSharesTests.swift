import Foundation
import Testing
import TestSupport

/// The paper's recipe on stand-ins for its four parts: every share that Chung et al. 2022 state (Appendix E, Table 23),
/// as `inspect --statistics` tells them.
@Suite(.enabled(if: Command.findsShippedRecipes)) struct PaperSharesTests {
  /// Percent of the stream, proportion B; printed as 99.9 in sum.
  static let proportions = ["muffin": 46.0, "t0-sf": 27.9, "cot": 1.8, "niv2": 24.2]
  /// Instances of each task: above its part's cap and below.
  static let sizes: [(part: String, name: String, count: Int, cap: Int)] = [
    ("muffin", "large", 30_100, 30_000), ("muffin", "small", 3_010, 30_000),
    ("t0-sf", "wide", 20_100, 20_000), ("t0-sf", "narrow", 2_010, 20_000),
    ("niv2", "task1_many", 5_100, 5_000), ("niv2", "task2_few", 1_010, 5_000),
    ("cot", "gsm8k_train", 210, 100_000), ("cot", "AQuA", 110, 100_000), ("cot", "StrategyQA", 60, 100_000),
  ]

  private static func world() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for task in sizes {
      let file = "flan/\(task.part)/\(task.name)"
      let numbers = 0..<task.count
      switch task.part {
      case "cot":
        let rows = numbers.map { "Is \($0) a number?\tyes\tOne counts to \($0) so it is.\n" }
        try folder.write(rows.joined(), to: "\(file).tsv")
      case "t0-sf":
        let rows = numbers.map { "Is \($0) even?,\($0 % 2 == 0 ? "yes" : "no"),yes,no\n" }
        try folder.write("q,a,x,y\n" + rows.joined(), to: "\(file).csv")
      default:
        let rows = numbers.map { "{\"input\":\"\($0)\",\"output\":\"\($0 + 1)\"}" }
        try folder.write(
          "{\"Definition\":\"Count on.\",\"Instances\":[\(rows.joined(separator: ",\n"))]}",
          to: "\(file).json")
      }
    }
    try folder.write(
      #"{"fields": {"input": "q", "output": "a", "options": ["x", "y"]}}"#, to: "flan/t0-sf/flan-source.json")
    return folder
  }

  @Test func everyShareIsThePapers() throws {
    let world = try Self.world()
    let result = try Command.run(
      [
        "inspect", "recipes/paper/flan-t5-small.json", "tokenizer.vocabulary=bytes", "packing.rows=16",
        "packing.examplesPerStep=1000", "--statistics", "--steps", "4", "--json",
      ], in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    let page = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let parts = try #require(page["subMixtures"] as? [[String: Any]])
    #expect(parts.count == 4)
    for part in parts {
      let name = try #require(part["name"] as? String)
      let share = try #require(Self.proportions[name]) / 99.9
      #expect(abs((part["askedShare"] as? Double ?? 0) - share) < 1e-9, "\(name)")
      #expect(abs((part["share"] as? Double ?? 0) - share) < 0.001, "\(part)")
      #expect(part["rationales"] as? Double == (name == "cot" ? 1 : 0), "\(part)")
      let inverted = try #require(part["inversions"] as? Double)
      #expect(name == "cot" ? abs(inverted - 0.3 / 1.3) < 0.05 : inverted == 0, "\(part)")
    }
    try checkTasks(try #require(page["tasks"] as? [[String: Any]]))
    let kinds = Dictionary(
      uniqueKeysWithValues: try #require(page["kinds"] as? [[String: Any]]).map {
        (
          $0["kind"] as? String ?? "",
          (asked: $0["askedShare"] as? Double ?? 0, came: $0["share"] as? Double ?? 0)
        )
      })
    // Half of the prompts of every kind have worked examples; half of those with options show them.
    let expected = [
      "few-shot": 0.5, "rationale": 0.018 / 0.999, "inversion": 0.018 / 0.999 * 0.3 / 1.3,
      "options": 0.279 / 0.999 * 0.5,
    ]
    #expect(kinds.keys.sorted() == expected.keys.sorted())
    for (kind, share) in expected {
      let found = try #require(kinds[kind])
      #expect(abs(found.asked - share) < 0.001 && abs(found.came - share) < 0.01, "\(kind): \(found)")
    }
  }

  /// Tasks have shares of their part in proportion to their examples, up to the cap.
  private func checkTasks(_ tasks: [[String: Any]]) throws {
    #expect(tasks.count == Self.sizes.count)
    for size in Self.sizes {
      let task = try #require(tasks.first { $0["task"] as? String == size.name })
      let rates = Self.sizes.filter { $0.part == size.part }.map { Double(min($0.count - 10, $0.cap)) }
      let share =
        try #require(Self.proportions[size.part]) / 99.9 * Double(min(size.count - 10, size.cap))
        / rates.reduce(0, +)
      #expect(abs((task["share"] as? Double ?? 0) - share) < 1e-9, "\(task)")
    }
  }

  /// The five recipes differ in the model and its steps, not in their data.
  @Test func allFiveHaveTheSameData() throws {
    var found: Set<String> = []
    for size in ["small", "base", "large", "xl", "xxl"] {
      let path = "\(Command.packageRoot)/Recipes/paper/flan-t5-\(size).json"
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
      let data = try #require((object as? [String: Any])?["data"])
      found.insert(
        String(
          decoding: try JSONSerialization.data(withJSONObject: data, options: .sortedKeys), as: UTF8.self))
    }
    #expect(found.count == 1)
  }
}
