import Diagnostics
import Foundation
import Testing

@testable import Instructions

/// Texts whose ids are in a store are the same texts.
@Suite struct TokenizedDocumentsTests {
  /// Documents of letters: short ones, one of no token, and some of several sections.
  private static func task() -> InstructionTask {
    let lengths = [1, 30, 0, 4096, 9000, 7] + (0..<700).map { 3 + $0 % 11 }
    var task = InstructionTask(
      name: "texts", cluster: "texts",
      instances: lengths.enumerated().map { number, length in
        let letters = (0..<length).map { Character(Unicode.Scalar(UInt8(97 + (number * 7 + $0 * 3) % 26))) }
        return Instance(
          id: number % 3 == 0 ? "d\(number)" : nil, input: String(letters), references: [], line: number + 1)
      }, origin: SourceLocation(file: "texts.txt"))
    task.holdsDocuments = true
    return task
  }

  private static func encoding(_ cache: InstanceCache?) -> InstructionTask.Encoding {
    var encoding = InstructionTask.Encoding(ByteTestTokenizer())
    (encoding.cache, encoding.threads) = (cache, 2)
    return encoding
  }

  @Test(arguments: [5, 100, 4096, 5000, 20_000])
  func piecesAreThoseInMemory(_ length: Int) throws {
    let task = Self.task()
    let world = try StoredWorld([task])
    let stored = world.tasksOfCache()
    let (pieces, cut) = try stored().cut(for: .prefixLM, length: length, Self.encoding(world.cache()))
    let (expected, expectedCut) = try task.cut(for: .prefixLM, length: length, Self.encoding(nil))
    #expect(cut.use?.action == .built && expectedCut.use == nil)
    var same = cut
    same.use = nil
    #expect(same == expectedCut && cut.tooShort == 2)
    #expect(pieces.instances.count == expected.instances.count)
    for index in expected.instances.indices { #expect(pieces.instances[index] == expected.instances[index]) }
    #expect(pieces.instances.profile == expected.instances.profile)
    #expect(pieces.instances.digest == expected.instances.digest && pieces.skipped == expected.skipped)
    for hold in [HoldOut(instances: .count(40)), HoldOut(instances: .share(0.3), salt: 4)] {
      let (split, other) = (
        try TaskCollection([pieces]).split(hold).trained[0],
        try TaskCollection([expected]).split(hold).trained[0]
      )
      #expect(Array(split.train) == Array(other.train) && Array(split.heldOut) == Array(other.heldOut))
    }
    let again = try stored().cut(for: .prefixLM, length: length, Self.encoding(world.cache()))
    #expect(again.cut.use?.action == .reused)
  }

  @Test func aCacheThatIsOnlyReadHasIDsInMemory() throws {
    let world = try StoredWorld([Self.task()])
    let stored = world.tasksOfCache()
    let readOnly = world.cache(handling: CacheHandling(.readOnly))
    let (pieces, cut) = try stored().cut(for: .causal, length: 50, Self.encoding(readOnly))
    #expect(cut.use == nil && pieces.instances.count > 700)
  }

  /// A store that is damaged is built anew while its pieces are read.
  @Test func damageIsMended() throws {
    let world = try StoredWorld([Self.task()])
    let stored = world.tasksOfCache()
    let expected = try stored().cut(for: .causal, length: 50, Self.encoding(nil)).task
    let cut = try stored().cut(for: .causal, length: 50, Self.encoding(world.cache())).cut
    let path = try #require(cut.use?.path)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[2000] ^= 0x10
    try bytes.write(to: URL(fileURLWithPath: path))
    let told = Told()
    let mending = world.cache(handling: told.handling(.required))
    let pieces = try stored().cut(for: .causal, length: 50, Self.encoding(mending)).task
    #expect(pieces.instances == expected.instances && pieces.instances.failure == nil)
    #expect(told.warnings.contains { $0.contains("checksum") }, "\(told.warnings)")
  }

  @Test func longDocumentsHaveSections() {
    let document = EncodedDocument(
      Instance(id: "x", input: String(repeating: "a", count: 9000), references: [], line: 3),
      tokenizer: ByteTestTokenizer())
    let sections = TokenizedDocuments.sections(of: document)
    #expect(sections.map { $0.tokens?.inputs.count ?? 0 } == [4096, 4096, 808])
    #expect(sections.map(\.input.isEmpty) == [false, true, true] && sections.allSatisfy { $0.line == 3 })
    let starts = [0, 4096, 8192, 9000]
    let tokens = DocumentTokens.sections(InstanceList(sections), starts: starts)
    for range in [0..<9000, 4095..<4097, 8192..<8193, 100..<8999, 5..<5] {
      #expect(tokens[range] == Array(document.tokens[range]))
    }
  }
}

extension StoredWorld {
  /// The world's one task, of whose instances the store is read.
  func tasksOfCache() -> () throws -> InstructionTask {
    {
      var task = try load().tasks[0]
      task.holdsDocuments = true
      return task
    }
  }
}
