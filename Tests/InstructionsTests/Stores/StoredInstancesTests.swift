import Diagnostics
import Testing

@testable import Instructions

@Suite struct StoredInstancesTests {
  @Test func tasksComeBackWhole() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let (tasks, use) = try world.load()
    #expect(use.action == .built && use.tasks == 5 && use.instances == 193)
    for (stored, task) in zip(tasks, world.tasks) {
      #expect(stored.instances == task.instances)
      #expect(stored.instances.profile == task.instances.profile)
      #expect(stored.instances.digest == task.instances.digest)
      #expect(stored.name == task.name && stored.cluster == task.cluster && stored.family == task.family)
      #expect(stored.definitions == task.definitions && stored.positiveExamples == task.positiveExamples)
      #expect(stored.promptStyle == task.promptStyle && stored.rationaleKind == task.rationaleKind)
      #expect(stored.subMixture == task.subMixture && stored.furtherFiles == task.furtherFiles)
      #expect(stored.origin == task.origin && stored.skippedCount == task.skippedCount)
      #expect(stored.skipped == Array(task.skipped.prefix(100)))
    }
    let (inMemory, stored) = (try TaskCollection(world.tasks), try TaskCollection(tasks))
    #expect(inMemory.ledger == stored.ledger)
  }

  @Test func ownTemplatesComeBack() throws {
    var task = SmallWorld.task("a", instances: 3)
    task.templates = [
      try ZeroShotTemplate(
        name: "own", format: .zeroShotChainOfThought, prompt: "{{{definition}}} {input} {f}",
        target: "{rationale} {f}: {output}", fields: ["f"], at: SourceLocation(file: "t"))
    ]
    let stored = try StoredWorld([task]).load().tasks[0].templates[0]
    #expect(stored.name == "own" && stored.format == .zeroShotChainOfThought)
    #expect(stored.prompt == task.templates[0].prompt && stored.target == task.templates[0].target)
  }

  @Test func rationalesAreFoundByRank() throws {
    for task in try StoredWorld(StoredWorld.tasks(scale: 5)).load().tasks {
      let store = try #require(task.instances.store)
      let indices = task.instances.indices.filter { task.instances[$0].rationale != nil }
      #expect(indices.indices.map { store.indexOfRationale(rank: $0) } == indices)
      for index in 0...task.instances.count {
        #expect(store.rationaleCount(before: index) == indices.count { $0 < index })
      }
    }
  }

  static let holdOuts = [
    HoldOut(), HoldOut(clusters: ["other"], instances: .count(7)),
    HoldOut(tasks: ["mixed"], instances: .count(1)),
    HoldOut(instances: .count(1100)), HoldOut(instances: .share(0.2)), HoldOut(instances: .share(0.6)),
    HoldOut(instances: .count(3), salt: 5),
  ]

  /// With 25 times as many instances there are more than the store keeps hashes of.
  @Test(arguments: [1, 25]) func splitsAreTheSame(scale: Int) throws {
    let world = try StoredWorld(StoredWorld.tasks(scale: scale))
    let (inMemory, stored) = (try TaskCollection(world.tasks), try TaskCollection(world.load().tasks))
    for holdOut in Self.holdOuts {
      let (left, right) = (try inMemory.split(holdOut), try stored.split(holdOut))
      for (a, b) in zip(left.trained + left.heldOutTasks, right.trained + right.heldOutTasks) {
        #expect(a.train == b.train && a.heldOut == b.heldOut)
        #expect(a.train.withRationale(in: a.task.instances) == b.train.withRationale(in: b.task.instances))
        #expect(
          a.heldOut.withRationale(in: a.task.instances) == b.heldOut.withRationale(in: b.task.instances))
      }
    }
  }

  @Test func streamsAreTheSame() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let stored = try world.load().tasks
    for origin in ExemplarConfiguration.Origin.allCases {
      for holdOut in Self.holdOuts.prefix(3) {
        let make = { (tasks: [InstructionTask]) in
          try SmallWorld.stream(
            tasks, exemplars: .init(count: 1...4, origin: origin), budget: 400, holdOut: holdOut)
        }
        let (left, right) = (try make(world.tasks), try make(stored))
        for position in 0..<700 { #expect(try left.tokenized(at: position) == right.tokenized(at: position)) }
      }
    }
  }

  @Test func evaluationExamplesAreTheSame() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let stored = try world.load().tasks
    let maker = EvaluationExamples(
      templates: try .shipped(), tokenizer: ByteTestTokenizer(), configuration: .init(seed: 3))
    let holdOut = HoldOut(clusters: ["other"], tasks: ["mixed"], instances: .count(6))
    let examples = { (tasks: [InstructionTask]) in
      let split = try TaskCollection(tasks).split(holdOut)
      return try (split.trained + split.heldOutTasks).flatMap {
        try maker.examples(of: $0, formats: PromptFormat.allCases, limit: 20).map(\.tokenized)
      }
    }
    #expect(try examples(world.tasks) == examples(stored))
  }

  @Test func unsupportedFormatsAndTokensAreFound() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let stored = try world.load().tasks
    let shares = try FormatShares([.zeroShotChainOfThought: 1])
    for name in ["mixed", "plain", "tokens"] {
      let texts = [world.tasks, stored].map { tasks in
        message { _ = try SmallWorld.stream(tasks.filter { $0.name == name }, shares: shares) }
      }
      #expect(texts[0] == texts[1] && texts[0].contains("supports none of the formats"))
    }
    let tokens = stored.filter { $0.name == "tokens" }[0]
    let text = message { try ExampleStream.checkTokens(of: tokens, vocabularySize: 258) }
    #expect(text.contains("the token id 258 is outside"))
  }

  @Test func smallestHashesOfMany() {
    var smallest = SmallestHashes(limit: 10)
    let random = CounterRandom(key: 1)
    let all = (0..<500).map { InputHash(value: random.bits(at: UInt64($0)) % 100, index: $0) }
    for hash in all { smallest.insert(hash) }
    #expect(smallest.sorted == Array(all.sorted().prefix(10)))
  }
}
