@testable import Instructions
import Testing

/// What is suggested for a file of unknown layout goes by the names of its fields, not by their order.
@Suite struct SuggestedFieldsTests {
  @Test(
    arguments: [
      (["id", "statement", "label"], "statement", "label"),
      (["label", "sentence1", "sentence2"], "{sentence1} {sentence2}", "label"),
      (["premise", "hypothesis", "label"], "{premise} {hypothesis}", "label"),
      (["summary", "document", "id"], "document", "summary"),
      (["answer", "id", "query"], "query", "answer"),
      (["q", "a"], "q", "a"),
      (["Title", "Body", "Response"], "{Title} {Body}", "Response"),
      (
        ["id", "title", "question", "answers.text", "answers.answer_start"], "{title} {question}",
        "answers.text"
      ),
      (
        ["instruction", "instances[0].input", "instances[0].output"], "{instruction} {instances[0].input}",
        "instances[0].output"
      ),
      (["translation.en", "translation.de"], "translation.en", "translation.de"),
      (["id", "foo", "bar"], "WHAT IS ASKED", "THE ANSWER"),
      (["col one", "an\"swer", "text"], "text", "THE ANSWER"),
      ([], "WHAT IS ASKED", "THE ANSWER"),
    ] as [([String], String, String)])
  func goesByNames(_ names: [String], _ input: String, _ output: String) {
    #expect(
      SuggestedFields.example("csv", names: names)
        == "{\"kind\": \"csv\", \"fields\": {\"input\": \"\(input)\", \"output\": \"\(output)\"}}")
  }
}

/// Six columns that end in a letter are MMLU's only where the name or the rows leave no doubt.
@Suite struct MultipleChoiceLookTests {
  @Test(
    arguments: [
      ([["Which of these is a fruit?", "fig", "ash", "oak", "elm", "A"]], true),
      ([["The capital of France is", "Rome", "Paris", "Bern", "Oslo", "B"]], true),
      ([["Ann Lee", "Berlin", "12", "13", "14", "B"]], false),
      ([["7", "x", "y", "z", "w", "A"]], false),
      ([["Which one?", "yes", "no", "yes", "no", "A"]], false),
      ([["Which one?", "a", "b", "c", "d", "A"], ["1", "2", "3", "4", "5", "6"]], false),
      ([], false),
    ] as [([[String]], Bool)])
  func rowsTell(_ rows: [[String]], _ isShown: Bool) {
    #expect(MultipleChoiceLook.isShown(in: rows) == isShown)
  }

  @Test func nameTells() {
    #expect(MultipleChoiceLook.isNamed("data/mmlu/dev/astronomy_dev.csv"))
    #expect(MultipleChoiceLook.isNamed("MMLU_astronomy.csv"))
    #expect(!MultipleChoiceLook.isNamed("grades.csv"))
  }
}
