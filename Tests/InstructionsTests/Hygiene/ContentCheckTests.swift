import Diagnostics
import Testing

@testable import Instructions

@Suite struct ContentCheckTests {
  static let heldOut = "Janet sells sixteen eggs at the market every single day"  // 10 words, 6 runs of 5

  private func index() -> HeldOutIndex {
    var index = HeldOutIndex(length: 5)
    index.add(Self.heldOut, at: SourceLocation(file: "test.jsonl", line: 7))
    return index
  }

  private func findings(
    _ inputs: [String], reference: String = "x", threshold: Double = 0.7, limit: Int = 1_000_000
  ) throws -> [ContentCheck.Finding] {
    let instances = inputs.enumerated().map {
      Instance(input: $1, references: [reference], line: $0 + 1)
    }
    let task = InstructionTask(
      name: "t", cluster: "c", instances: instances, origin: SourceLocation(file: "t.json"))
    let splits = try TaskCollection([task]).split(HoldOut()).trained
    return ContentCheck(index(), threshold: threshold, limit: limit).findings(in: splits)
  }

  static let cases: [(text: String, sharing: Int, contaminated: Int, duplicates: Int)] = [
    ("nothing of the kind is here at all", 0, 0, 0), ("", 0, 0, 0),
    ("JANET sells sixteen eggs, at the market every single day.", 1, 1, 1),
    ("Once Janet sells sixteen eggs at the market every single day in town", 1, 1, 0),
    ("Bob sells sixteen eggs at the market every single day", 1, 1, 0),  // 5 of 6 runs
    ("Bob sells sixteen eggs at the market every night", 1, 0, 0),  // 3 of 6 runs
    ("Bob sells sixteen eggs at his market every single day", 0, 0, 0),
  ]

  @Test(arguments: cases.indices) func judgesAnInstance(_ number: Int) throws {
    let entry = Self.cases[number]
    let finding = try findings(["some other text", entry.text]).first
    #expect((finding?.sharing ?? 0) == entry.sharing)
    #expect((finding?.contaminated ?? 0) == entry.contaminated)
    #expect((finding?.duplicates ?? 0) == entry.duplicates)
    if entry.sharing > 0 {
      let example = try #require(finding?.examples.first)
      #expect(example.place == "t.json:2" && example.heldOut == "test.jsonl:7")
      #expect(example.words.contains("sixteen eggs"))
    }
  }

  @Test func answersAreLookedAt_andAnyRunCanBeRefused() throws {
    let asked = try #require(findings(["ask"], reference: Self.heldOut + " indeed").first)
    #expect(asked.contaminated == 1 && asked.duplicates == 0)
    let strict = try #require(findings([Self.cases[5].text], threshold: 0).first)
    #expect(strict.contaminated == 1)
  }

  @Test func manyInstances_theSameOnEveryRun() throws {
    let inputs = (0..<5_000).map { $0 % 100 == 3 ? "\($0) \(Self.heldOut)" : "text number \($0)" }
    let first = try findings(inputs)
    #expect(first.map(\.contaminated) == [50] && first[0].examples.map(\.place).first == "t.json:4")
    #expect(first[0].examples.count == 3 && first[0].fraction == 0.01)
    for _ in 0..<3 { #expect(try findings(inputs) == first) }
    let part = try #require(findings(inputs, limit: 50).first)
    #expect(part.checked == 50 && part.instances == 5_000)
  }

  /// What an instruction before each input has in common with held-out texts says nothing; a text that is there whole is
  /// found all the same, and taken out.
  @Test func whatManyInstancesShare_makesNoFinding() throws {
    let instruction = "Read what is written here and answer the question that comes after it in a few words:"
    var index = HeldOutIndex(length: 5)
    for number in 0..<4 {
      index.add(
        "\(instruction) what is held out \(number)", at: SourceLocation(file: "dev.jsonl", line: number + 1))
    }
    func result(_ inputs: [String]) throws -> ContentCheck.Result {
      let task = InstructionTask(
        name: "t", cluster: "c",
        instances: inputs.enumerated().map { Instance(input: $1, references: ["x"], line: $0 + 1) },
        origin: SourceLocation(file: "t.json"))
      return ContentCheck(index, threshold: 0.7, limit: 1_000)
        .result(in: try TaskCollection([task]).split(HoldOut()).trained)
    }
    let own = (0..<6).map { "\(instruction) own question of number \($0)" }
    #expect(try result(own).findings.isEmpty)
    let alone = try result(["\(instruction) own question", "something else entirely"])
    #expect(alone.findings.map(\.contaminated) == [1] && alone.findings[0].duplicates == 0)
    let mixed = try result(own + ["\(instruction) what is held out 2"])
    #expect(mixed.findings.map(\.duplicates) == [1] && mixed.findings[0].sharing == 1)
    #expect(mixed.findings[0].whole == 1 && mixed.contaminated == ["t": [6]])
    let split = TaskSplit(
      task: InstructionTask(name: "t", cluster: "c", instances: [], origin: .init(file: "t")),
      train: [0, 2, 5, 6], heldOut: [])
    #expect(split.withoutTraining(on: [2, 6]).train == [0, 5])
  }

  static let limits: [([Int], Int, Int)] = [
    ([], 10, .max), ([1, 2, 3], 10, .max), ([1, 2, 3], 6, .max), ([1, 2, 30], 10, 7), ([10, 10], 10, 5),
    ([10, 10, 10], 1, 1), ([1, 100, 100], 101, 50),
  ]

  @Test(arguments: limits) func aLimitIsSharedOut(_ counts: [Int], _ limit: Int, _ most: Int) {
    #expect(ContentCheck.mostPerTask(counts, limit: limit) == most)
    let sum = counts.reduce(0) { $0 + min($1, most) }
    #expect(sum <= max(limit, counts.count))
  }
}
