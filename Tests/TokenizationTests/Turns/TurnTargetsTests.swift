import Diagnostics
import Testing

@testable import Tokenization

/// Targets behind markers that are plain text.
@Suite struct TurnTargetsTests {
  private static func open(_ name: String, _ beforeTarget: String) throws -> any Tokenizer {
    let vocabulary = name == "bytes" ? name : Fixture.path(name)
    return try VocabularyFile.open(vocabulary).with(
      TurnFormat(beforePrompt: "The baker:", beforeTarget: beforeTarget), at: SourceLocation(file: "test"))
  }

  /// Markers, a target, and the text whose ids follow the markers in a byte-level vocabulary.
  @Test(arguments: [
    ("\nA:", "yes", " yes"), ("\nA:", " yes", " yes"), ("\nA:", "", ""), ("\nA: ", "yes", "yes"),
    ("\nA:\n", "yes", "yes"), ("<|im_end|>", "yes", "yes"), ("\nA:<|im_end|>\n<|im_start|>", "yes", "yes"),
    ("<|im_end|>:", "yes", " yes"),
  ])
  func `a space lies between a word and its target`(marker: String, target: String, written: String) throws {
    let tokenizer = try Self.open("turns/chatml", marker)
    let ids = tokenizer.target(target, after: "Well?")
    #expect(ids == tokenizer.encode(written) + [tokenizer.endOfSequenceID])
    let isSpaced = written.first == " "
    #expect(tokenizer.answer(ids) == (isSpaced ? String(written.dropFirst()) : written))
  }

  /// Whole sequences in vocabularies that put a space before every text, in those that do not, and in bytes,
  /// which have no words.
  @Test(arguments: [
    ("turns/chatml", "\nA:", " yes"), ("turns/zephyr", "\nA:", " yes"), ("turns/zephyr", "\nA:\n", "yes"),
    ("bytes", "\nA:", "yes"), ("bytes", "\nA: ", "yes"),
  ])
  func `a sequence has one space there`(name: String, marker: String, written: String) throws {
    let tokenizer = try Self.open(name, marker)
    let ids = tokenizer.prompt(" red").dropLast() + tokenizer.target("yes", after: " red").dropLast()
    #expect(tokenizer.decodeMarked(ids) == "The baker: red\(marker)\(written)")
  }

  @Test func `a unigram vocabulary has one space too`() throws {
    let tokenizer = try Self.open("nmt_nfkc.model", " baker,")
    let ids = tokenizer.prompt("the").dropLast() + tokenizer.target("the", after: "the")
    #expect(Array(ids.dropLast()) == tokenizer.encode("The baker:the baker, the"))
    #expect(tokenizer.answer(tokenizer.target("the", after: "the")) == "the")
  }

  /// Without markers between the two, a target is as without turns.
  @Test(arguments: [("turns/chatml", "Answer:"), ("turns/chatml", "Answer:\n"), ("turns/zephyr", "Answer:")])
  func `no markers are no change`(name: String, prompt: String) throws {
    let tokenizer = try Self.open(name, "")
    let plain = tokenizer.withoutTurns.continuingPrompts
    #expect(tokenizer.target("yes", after: prompt) == plain.target("yes", after: prompt))
    #expect(tokenizer.target("yes", after: "") == plain.target("yes", after: "The baker:"))
    #expect(tokenizer.continuesPrompts == plain.continuesPrompts)
  }
}
