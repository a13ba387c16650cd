import Diagnostics
import Testing

@testable import Instructions

@Suite struct TextPiecesTests {
  /// Documents of letters whose numbers of tokens are `lengths`.
  private static func task(_ lengths: [Int]) -> InstructionTask {
    var task = InstructionTask(
      name: "texts", cluster: "texts",
      instances: lengths.enumerated().map { number, length in
        Instance(
          id: "d\(number)",
          input: String((0..<length).map { Character(Unicode.Scalar(UInt8(97 + (number * 7 + $0) % 26))) }),
          references: [], line: number + 1)
      }, origin: SourceLocation(file: "texts.txt"))
    task.holdsDocuments = true
    return task
  }

  private static func cut(_ task: InstructionTask, _ length: Int, for objective: TextObjective = .prefixLM)
    throws -> (task: InstructionTask, cut: InstructionTask.Cut)
  {
    var encoding = InstructionTask.Encoding(ByteTestTokenizer())
    encoding.threads = 2
    return try task.cut(for: objective, length: length, encoding)
  }

  @Test func piecesAreTheDocumentsInOrder() throws {
    let task = Self.task([10, 3, 4, 9])
    let (pieces, cut) = try Self.cut(task, 4)
    #expect(cut == .init(documents: 4, cutDocuments: 2, pieces: 8, tokens: 26, tooShort: 0))
    #expect(pieces.objective == .prefixLM)
    // A last piece of one token would leave nothing to ask for: it takes one from the piece before.
    #expect(pieces.instances.map { $0.tokens?.inputs.count ?? 0 } == [4, 4, 2, 3, 4, 4, 3, 2])
    #expect(pieces.instances.map(\.line) == [1, 1, 1, 2, 3, 4, 4, 4])
    #expect(
      pieces.instances.map { $0.tokens?.endsText } == [false, false, true, true, true, false, false, true])
    #expect(pieces.location(ofInstance: 7).description == "texts.txt:4: instance 'd3'")
    for (number, document) in task.instances.enumerated() {
      #expect(pieces.instances.filter { $0.line == number + 1 }.map(\.input).joined() == document.input)
    }
    #expect(pieces.instances.profile.tokenized == 8 && pieces.instances.profile.leastToken == 100)
  }

  @Test func documentsOfTooFewTokensAreLeftOutByName() throws {
    var task = Self.task([1, 5, 1, 6])
    task.furtherFiles = [FurtherFile(firstInstance: 2, path: "more.txt")]
    task.validationStart = 3
    let (pieces, cut) = try Self.cut(task, 3)
    #expect(cut.tooShort == 2 && cut.documents == 2 && pieces.instances.count == 4)
    #expect(pieces.skipped.map(\.reason) == [.tooShort, .tooShort])
    #expect(pieces.skipped.map(\.location.file) == ["texts.txt", "more.txt"])
    #expect(pieces.furtherFiles == [FurtherFile(firstInstance: 2, path: "more.txt")])
    #expect(pieces.validationStart == 2)
    #expect(try Self.cut(task, 3, for: .causal).cut.tooShort == 0)
    #expect(throws: TaskDataError.self) { try TaskCollection([Self.cut(Self.task([1]), 3).task]) }
  }

  @Test func aDocumentIsHeldOutWhole() throws {
    let (pieces, _) = try Self.cut(Self.task((0..<40).map { 5 + $0 % 9 }), 4)
    let split = try TaskCollection([pieces]).split(HoldOut(instances: .count(9))).trained[0]
    #expect(split.heldOut.count >= 9)
    let (tested, trained) = (
      Set(split.heldOut.map { pieces.instances[$0].line }), Set(split.train.map { pieces.instances[$0].line })
    )
    #expect(tested.isDisjoint(with: trained) && tested.count + trained.count == 40)
    // A single document can only be trained on.
    let lone = try TaskCollection([Self.cut(Self.task([30]), 4).task]).split(HoldOut(instances: .count(2)))
    #expect(lone.trained[0].heldOut.isEmpty && lone.trained[0].train.count == 8)
  }

  /// 300 documents of 2 to 6 tokens are 1,200, which take 4 bytes each, and twice that while they are read.
  @Test func textsThatMemoryHasNoRoomFor_areRefused() throws {
    let task = Self.task((0..<300).map { 2 + $0 % 5 })
    func cut(_ memory: Int) throws -> Int {
      var encoding = InstructionTask.Encoding(ByteTestTokenizer())
      encoding.memory = memory
      return try task.cut(for: .causal, length: 9, encoding).cut.tokens
    }
    #expect(try cut(9_600) == 1_200)
    for memory in [9_599, 4_000, 0] {
      let text = message { _ = try cut(memory) }
      #expect(
        text.contains("texts.txt") && text.contains("more than") && text.contains("memory.limit"), "\(text)")
    }
  }

  @Test func documentsAreTokenizedInManyRuns() throws {
    let task = Self.task((0..<300).map { 2 + $0 % 5 })
    let (pieces, cut) = try Self.cut(task, 100)
    #expect(cut.pieces == 300 && cut.cutDocuments == 0)
    #expect(pieces.instances.map(\.input) == task.instances.map(\.input))
    #expect(try Self.cut(task, 100).task.instances.store?.digest == pieces.instances.store?.digest)
  }
}
