import Diagnostics
import Testing

@testable import Instructions

/// Texts in the stream: a function of seed and position, masked anew in every epoch.
@Suite struct TextExamplesTests {
  private static let sentinels = (0..<Int32(60)).map { 300 + $0 }

  private static func task(_ objective: TextObjective, documents: Int = 6) throws -> InstructionTask {
    var task = InstructionTask(
      name: "texts", cluster: "texts",
      instances: (0..<documents).map {
        Instance(input: "Document \($0) says that \($0) and \($0) are \(2 * $0), as all do.", references: [])
      }, origin: SourceLocation(file: "texts.txt"))
    task.holdsDocuments = true
    return try task.cut(for: objective, length: 40, .init(ByteTestTokenizer())).task
  }

  private static let corruption = TextObjective.spanCorruption(SpanCorruption(sentinels: sentinels))

  private static let mixture = TextObjective.mixture([
    Denoiser(corruption, mode: ("[R]", [91])), Denoiser(.prefix(share: 0.25)), Denoiser(.causal),
  ])

  @Test(arguments: [corruption, .prefixLM, .causal, mixture])
  func anExampleIsAFunctionOfSeedAndPosition(_ objective: TextObjective) throws {
    let tasks = [try Self.task(objective), SmallWorld.task("questions", instances: 9)]
    let (stream, again) = (try SmallWorld.stream(tasks), try SmallWorld.stream(tasks))
    let other = try SmallWorld.stream(tasks, seed: 8)
    var differs = false
    for position in (0..<120).reversed() {
      let example = try stream.tokenized(at: position)
      #expect(try example == again.tokenized(at: position))
      differs = try differs || example != other.tokenized(at: position)
      #expect(example.inputs.last == 1 && (example.targets.last == 1) == example.targetEnds)
      if example.provenance.task == "texts" {
        let piece = tasks[0].instances[example.provenance.instance]
        let isList = example.provenance.template.hasPrefix("span-corruption")
        #expect(example.targetEnds == (isList || piece.tokens?.endsText == true))
        let names =
          objective == Self.mixture ? ["span-corruption [R]", "prefix-lm", "causal"] : [objective.name]
        #expect(names.contains(example.provenance.template) && example.provenance.format == .zeroShot)
      }
    }
    #expect(differs)
  }

  @Test func everyEpochShowsEveryPieceAndMasksItAnew() throws {
    let task = try Self.task(Self.corruption)
    let stream = try SmallWorld.stream([task], shares: FormatShares([.fewShot: 1]))
    let count = task.instances.count
    #expect(count == 12)
    var epochs: [[Int: [Int32]]] = []
    for epoch in 0..<3 {
      var seen: [Int: [Int32]] = [:]
      for position in epoch * count..<(epoch + 1) * count {
        let example = try stream.tokenized(at: position)
        seen[example.provenance.instance] = example.inputs
        let spans = Self.corruption.longestSides(
          ofLength: task.instances[example.provenance.instance].tokens?.inputs.count ?? 0)
        #expect(example.inputs.count == spans.inputs && example.targets.count == spans.targets)
      }
      #expect(seen.count == count)
      epochs.append(seen)
    }
    let same = (0..<count).count { epochs[0][$0] == epochs[1][$0] || epochs[1][$0] == epochs[2][$0] }
    #expect(same <= count / 2)
    #expect(stream.wantedFormats() == [.zeroShot])
    #expect(stream.askedShares(ofInstance: 0, ofEntry: 0) == [.zeroShot: 1])
  }

  @Test func heldOutPiecesAreMaskedTheSameEveryTime() throws {
    let split = try TaskCollection([try Self.task(Self.corruption)]).split(HoldOut(instances: .count(4)))
    let maker = EvaluationExamples(
      templates: try .shipped(), tokenizer: ByteTestTokenizer(), configuration: .init(seed: 3))
    let examples = try maker.examples(of: split.trained[0], formats: [.zeroShot], limit: 4)
    #expect(examples.count == 4 && examples.allSatisfy { $0.formatted.references.isEmpty })
    let again = try maker.examples(of: split.trained[0], formats: [.zeroShot], limit: 4)
    #expect(again.map(\.tokenized) == examples.map(\.tokenized))
  }

  @Test func batchesCountTexts() throws {
    let objective = Self.corruption
    let length = objective.longestText(inRow: (32, 16))
    var task = try Self.task(objective)
    task = try #require(try? task.cut(for: objective, length: length, .init(ByteTestTokenizer())).task)
    let batches = try BatchStream(
      SmallWorld.stream([task, SmallWorld.task("questions", instances: 30, definition: nil)]),
      configuration: PackingConfiguration(rows: 4, inputLength: 48, targetLength: 24))
    var ledger = Ledger()
    for step in 0..<8 {
      let batch = try batches.batch(step: step)
      try batch.checkInvariants()
      ledger.merge(batch.ledger)
    }
    let counts = try #require(ledger.tasks["texts"])
    #expect(
      counts.reconciles && counts.used > 10 && counts.truncated == 0
        && counts.formats.keys.sorted { $0.rawValue < $1.rawValue } == [.zeroShot])
  }
}
