import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct SentencePieceTokenizerTests {
  @Test(arguments: ["nmt_nfkc", "identity", "bytes", "spaces", "phrases", "suffix", "rules"])
  func `encodes, decodes and normalizes as the SentencePiece library does`(name: String) throws {
    let cases = try #require(try Fixture.json("cases.json", [String: Fixture.Cases].self)[name])
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("\(name).model"), sentinels: 0)
    #expect(cases.encoded.count > 80)
    for reference in cases.encoded {
      let text = try #require(reference.text)
      #expect(tokenizer.encode(text) == reference.ids, "ids of \(text.debugDescription)")
      #expect(
        Fixture.isSame(tokenizer.decode(reference.ids), reference.decoded ?? ""), "\(text.debugDescription)")
      #expect(
        Fixture.isSame(tokenizer.normalize(text), reference.normalized ?? ""), "\(text.debugDescription)")
    }
    for reference in cases.decoded {
      #expect(Fixture.isSame(tokenizer.decode(reference.ids), reference.decoded ?? ""), "\(reference.ids)")
    }
  }

  @Test func `treats sentinels as the slow T5Tokenizer of transformers does`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    for reference in try Fixture.json("sentinels.json", [Fixture.Case].self) {
      let text = try #require(reference.text)
      #expect(tokenizer.encode(text) == reference.ids, "\(text.debugDescription)")
      guard let decoded = reference.decoded else { continue }
      #expect(Fixture.isSame(tokenizer.decode(reference.ids), decoded), "\(text.debugDescription)")
    }
  }

  @Test func `sentinel ids run downward from the end`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let size = Int32(tokenizer.vocabularySize)
    for number in 0..<100 {
      #expect(tokenizer.encode("<extra_id_\(number)>") == [size - 1 - Int32(number)])
      #expect(tokenizer.piece(of: size - 1 - Int32(number)) == "<extra_id_\(number)>")
    }
    #expect(tokenizer.piece(of: size) == nil)
    #expect(tokenizer.piece(of: -1) == nil)
    #expect(tokenizer.piece(of: 1) == "</s>")
    #expect((tokenizer.padID, tokenizer.endOfSequenceID, tokenizer.unknownID) == (0, 1, 2))
  }

  @Test func `skips ids that say nothing`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let ids = tokenizer.encode("The baker counts.")
    let extremes: [Int32] = [.min, -1, 0, 1, Int32(tokenizer.vocabularySize), .max]
    let mixed = extremes + ids.flatMap { [$0] + extremes }
    #expect(tokenizer.decode(mixed) == "The baker counts.")
    #expect(tokenizer.decode([Int32]()) == "")
    #expect(tokenizer.decode(extremes) == "")
  }

  @Test func `control names in text are text`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let ids = tokenizer.encode("</s><pad>")
    #expect(!ids.contains(tokenizer.endOfSequenceID) && !ids.contains(tokenizer.padID))
  }

  @Test func `keeps the file for checkpoints`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("identity.model"))
    #expect(tokenizer.files.map(\.name) == ["spiece.model"])
    #expect(try tokenizer.files.first?.bytes == Fixture.data("identity.model"))
  }

  @Test func `a long text keeps its precision`() throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("identity.model"))
    let sentence = tokenizer.encode("The baker sorts every letter")
    let repeats = 6_000
    let text = Array(repeating: "The baker sorts every letter", count: repeats).joined(separator: " ")
    #expect(tokenizer.encode(text) == Array(repeatElement(sentence, count: repeats).joined()))
  }

  @Test func `texts encode alike on many threads`() async throws {
    let tokenizer = try SentencePieceTokenizer(contentsOf: Fixture.path("nmt_nfkc.model"))
    let texts = (0..<64).map { "My neighbour measures \($0) river stones before sunrise" }
    let expected = texts.map { tokenizer.encode($0) }
    let found = await withTaskGroup(of: (Int, [Int32]).self) { group in
      for (index, text) in texts.enumerated() { group.addTask { (index, tokenizer.encode(text)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (index, ids) in expected.enumerated() { #expect(found[index] == ids) }
  }
}
