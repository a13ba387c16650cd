import Foundation
import Testing
import Tokenization

@testable import Evaluation

@Suite struct WrittenReferencesTests {
  /// A vocabulary of ASCII without braces that makes … three full stops, as T5's does.
  struct FoldingTokenizer: Tokenizer {
    var vocabularySize: Int { 128 }
    var padID: Int32 { 0 }
    var endOfSequenceID: Int32 { 1 }
    var unknownID: Int32 { 2 }
    var files: [(name: String, bytes: Data)] { [] }

    func encode(_ text: String) -> [Int32] {
      text.replacing("…", with: "...").unicodeScalars.map { scalar in
        scalar.isASCII && !"{}".unicodeScalars.contains(scalar) ? Int32(scalar.value) : unknownID
      }
    }

    func decode(_ ids: some Sequence<Int32>) -> String {
      ids.map { piece(of: $0) ?? "" }.joined()
    }

    func piece(of id: Int32) -> String? {
      id == unknownID ? " ? " : Unicode.Scalar(UInt32(bitPattern: id)).map { String($0) }
    }
  }

  static let cases: [(references: [String], texts: [String], differing: Int, unwritable: Int)] = [
    (["plain", "two  spaces"], [], 0, 0), ([], [], 0, 0),
    (["wait … no"], ["wait ... no"], 1, 0),
    (["wait … no", "wait ... no"], ["wait ... no"], 1, 0),
    (["if (a) { b }"], ["if (a)  ?  b  ? "], 1, 0),
    (["日本語", "yes"], [], 1, 1),
  ]

  @Test(arguments: cases.indices) func areWhatTheVocabularyWrites(_ number: Int) {
    let entry = Self.cases[number]
    let written = WrittenReferences(entry.references, by: FoldingTokenizer())
    #expect(written.texts == entry.texts)
    #expect(written.differing == entry.differing && written.unwritable == entry.unwritable)
    // The answer of the reference's own pieces counts as right, unless they are nearly all unknown.
    for reference in entry.references {
      let tokenizer = FoldingTokenizer()
      let answer = AnswerExtraction.whole.read(tokenizer.decode(tokenizer.encode(reference))).text
      let isRight = AnswerExtraction.isMatch(answer, entry.references + written.texts)
      #expect(isRight == !WrittenText(reference, by: tokenizer).isUnwritable, "\(reference)")
    }
  }

  @Test func aNoteTellsHowManyAndTheFirst() throws {
    var loss = ReferenceLoss()
    for (line, entry) in Self.cases.enumerated() {
      loss.add(
        WrittenReferences(entry.references, by: FoldingTokenizer()), of: entry.references.count,
        at: "x.jsonl:\(line)")
    }
    let note = try #require(loss.note(of: "held-out examples"))
    #expect(note.contains("4 of 8 references of held-out examples"))
    #expect(note.contains("1 of them can hardly") && note.contains("x.jsonl:2: \"wait … no\" is written"))
    #expect(ReferenceLoss().note(of: "x") == nil)
  }

  @Test func heldOutExamplesHaveBoth() throws {
    let set = try SmallModel().heldOut(2)
    #expect(set.referenceLoss.differing == 0 && set.referenceLoss.references == 8)
    #expect(set.groups.flatMap(\.examples).allSatisfy { $0.references.count == 1 })
  }
}
