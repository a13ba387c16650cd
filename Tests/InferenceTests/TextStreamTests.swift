import Foundation
import Testing
import Tokenization

@testable import Inference

@Suite struct TextStreamTests {
  private static let vocabulary = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .appendingPathComponent("../../../Data/Vocabulary/spiece.model").standardizedFileURL.path

  static let texts = [
    "", "red", "two words", "a  b ", " leading", "Zürich – 東京", "😀 é e\u{301} 👩‍👩‍👧 🇨🇭", "line\nline",
    "x\u{FFFD}y",
  ]

  /// The pieces put together are the text; none ends within a character.
  @Test(arguments: texts)
  func pieces_areWholeCharacters_andMakeTheText(_ text: String) throws {
    for tokenizer in [VocabularyFile.bytes, Self.vocabulary].map({ try? VocabularyFile.open($0) }) {
      let tokenizer = try #require(tokenizer)
      let ids = tokenizer.encode(text)
      var pieces: [String] = []
      var stream = TextStream(tokenizer) { pieces.append($0) }
      for id in ids { stream.append(id) }
      let whole = tokenizer.decode(ids)
      stream.finish(whole)
      #expect(pieces.joined() == whole)
      #expect(pieces.allSatisfy { !$0.isEmpty })
      if !whole.contains("\u{FFFD}") { #expect(!pieces.contains { $0.contains("\u{FFFD}") }) }
    }
  }

  /// A character of several tokens comes with its last one, and an accent joins the letter before.
  @Test func bytesOfACharacter_comeTogether() throws {
    let tokenizer = try VocabularyFile.open(VocabularyFile.bytes)
    var pieces: [String] = []
    var stream = TextStream(tokenizer) { pieces.append($0) }
    for id in tokenizer.encode("e\u{301}😀") { stream.append(id) }
    #expect(pieces == ["e", "\u{301}", "😀"])
  }

  @Test func brokenCharacterAtTheEnd_isGivenOut() throws {
    let tokenizer = try VocabularyFile.open(VocabularyFile.bytes)
    var pieces: [String] = []
    var stream = TextStream(tokenizer) { pieces.append($0) }
    let ids = tokenizer.encode("a😀").dropLast()
    for id in ids { stream.append(id) }
    #expect(pieces == ["a"])
    stream.finish(tokenizer.decode(ids))
    #expect(pieces.joined() == tokenizer.decode(ids))
  }

  /// A search that settles nothing before its end gives all at once; what does not go on from what was shown stands alone.
  @Test func finish_givesTheRest() throws {
    let tokenizer = try VocabularyFile.open(VocabularyFile.bytes)
    var pieces: [String] = []
    var silent = TextStream(tokenizer) { pieces.append($0) }
    silent.finish("all of it")
    #expect(pieces == ["all of it"])
    pieces = []
    var other = TextStream(tokenizer) { pieces.append($0) }
    for id in tokenizer.encode("ab") { other.append(id) }
    other.finish("xy")
    #expect(pieces == ["a", "b", "\nxy"])
  }
}
