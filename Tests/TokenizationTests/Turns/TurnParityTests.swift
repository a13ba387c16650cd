import Diagnostics
import Testing

@testable import Tokenization

/// Prompts with a family's markers against `apply_chat_template` of transformers (`Tests/References/turns.py`).
@Suite struct TurnParityTests {
  private struct Case: Decodable {
    var folder: String
    var prompt: String
    var target: String
    /// The turn of the user, and the beginning of the answer.
    var asked: [Int32]
    /// Both turns; what follows the end of the second may be more than we train on.
    var answered: [Int32]
  }

  private static let families: [String: TurnFormat.Family] = [
    "chatml": .chatML, "chatml-qwen": .chatML, "llama3": .llama3, "command-r": .commandR, "zephyr": .zephyr,
  ]

  @Test(arguments: families.keys.sorted())
  func `ids are those of the family's template`(folder: String) throws {
    let family = try #require(Self.families[folder])
    let place = SourceLocation(file: "test")
    let tokenizer = try VocabularyFile.open(Fixture.path("turns/\(folder)")).with(family.markers, at: place)
    let cases = try Fixture.json("turns/cases.json", [Case].self).filter { $0.folder == folder }
    #expect(cases.count == 8)
    for one in cases {
      let prompt = tokenizer.prompt(one.prompt)
      #expect(prompt.last == tokenizer.endOfSequenceID)
      // The end-of-sequence id of a prompt is for the rows: a decoder leaves it out.
      // Zephyr's template leaves out the beginning of sequence that its tokenizer puts before every other text.
      let start = one.asked.starts(with: tokenizer.startIDs) ? tokenizer.startIDs : []
      let asked = start + prompt.dropLast()
      #expect(asked == one.asked, "\(one.prompt.debugDescription)")
      #expect(
        one.answered.starts(with: asked + tokenizer.target(one.target, after: one.prompt)),
        "\(one.prompt.debugDescription)")
      #expect(
        prompt.starts(with: tokenizer.promptHead)
          && prompt.suffix(tokenizer.promptTail.count) == tokenizer.promptTail[...])
    }
  }

  @Test func `every family is tried`() {
    #expect(Set(Self.families.values) == Set(TurnFormat.Family.allCases))
  }
}
