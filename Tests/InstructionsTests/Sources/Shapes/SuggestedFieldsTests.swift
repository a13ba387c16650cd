import Testing

@testable import Instructions

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
