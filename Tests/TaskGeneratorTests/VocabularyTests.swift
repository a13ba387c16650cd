import Foundation
import Testing
import Tokenization

@testable import TaskGenerator

@Suite struct VocabularyTests {
  private static let tasks = GeneratedTasks.all.map(\.task)
  private static let tokenizer = Result {
    try SentencePieceTokenizer(model: DataFolder.vocabulary(of: tasks), source: "trained")
  }

  @Test func everyWordIsOnePiece() throws {
    let tokenizer = try Self.tokenizer.get()
    #expect(tokenizer.vocabularySize == DataFolder.vocabularySize + 100)
    let words = VocabularyCorpus.words(of: Self.tasks).map(\.text)
    #expect(words.filter { tokenizer.encode($0).count != 1 } == [])
    // A word is the same piece before a sign.
    #expect(words.filter { tokenizer.encode("\($0),").first != tokenizer.encode($0).first } == [])
  }

  @Test func textsComeBackUnchanged() throws {
    let tokenizer = try Self.tokenizer.get()
    for task in Self.tasks {
      for text in task.instances.prefix(50).flatMap({ [$0.input, $0.output, $0.rationale ?? $0.output] }) {
        let ids = tokenizer.encode(text)
        #expect(!ids.contains(tokenizer.unknownID) && tokenizer.decode(ids) == text, "\(task.name): \(text)")
      }
    }
  }

  @Test func allPrintableCharactersAreKnown() throws {
    let tokenizer = try Self.tokenizer.get()
    let text = String((UInt8(ascii: "!")...UInt8(ascii: "~")).map { Character(Unicode.Scalar($0)) })
    #expect(!tokenizer.encode(text).contains(tokenizer.unknownID))
  }

  @Test func promptsAreShort() throws {
    let tokenizer = try Self.tokenizer.get()
    for task in Self.tasks {
      for (index, draft) in task.instances.prefix(60).enumerated() {
        let prompt = task.prompts[index % task.prompts.count]
          .replacing("{definition}", with: task.definition).replacing("{input}", with: draft.input)
        #expect(tokenizer.encode(prompt).count < 90, "\(task.name): \(prompt)")
      }
    }
  }
}
