import Diagnostics
import Testing

@testable import Evaluation

@Suite struct SuitePromptPatternsTests {
  /// The small suite with a prompt.
  static func text(
    prompt: String =
      #"{"instruction": "About {subject}.", "example": "Q: {question} A: {answer}", "question": "Q: {question} A:"}"#,
    examples: String = #""workedExamples": {"layout": "examples", "path": "shots/{task}.json"},"#
  ) -> String {
    SmallSuite.text.replacing(
      #""randomBaseline": 0.5,"#, with: "\(examples)\n  \"prompt\": \(prompt),\n  \"randomBaseline\": 0.5,")
  }

  @Test func promptIsRead() throws {
    let suite = try EvaluationSuiteTests.parse(Self.text())
    #expect(
      suite.workedExamples == WorkedExampleSource(layout: .examples, path: "shots/{task}.json")
        && suite.prompt?.separator == "\n\n" && suite.family == "small")
    #expect(suite.prompt?.question.source == "Q: {question} A:")
  }

  /// The instruction, numbered examples, and the question without white space at its end.
  @Test func partsAreJoined() throws {
    let prompt =
      #"{"instruction": "{task}: {subject}", "example": "{number} {question} {answer}", "question": "{question} ", "separator": "|"}"#
    let patterns = try #require(try EvaluationSuiteTests.parse(Self.text(prompt: prompt)).prompt)
    let task = ["task": "a_b", "subject": "a b"]
    let shots = [["question": "{x}", "answer": "1"], ["question": "y", "answer": "2"]]
    #expect(
      patterns.text(task: task, shots: shots, question: ["question": "z"]) == "a_b: a b|1 {x} 1|2 y 2|z")
    #expect(patterns.text(task: [:], shots: [], question: ["question": "z"]) == ": |z")
  }

  @Test(
    arguments: [
      (#"{"question": "Q: {question}"}"#, nil, "prompt: the key 'example' is missing"),
      (#"{"example": "{question} {answer}", "question": "{question}"}"#, "", "'workedExamples' is missing"),
      (#"{"example": "{answer}", "question": "A:"}"#, nil, "would look the same"),
      (#"{"example": "{answer}", "question": "{subject}"}"#, nil, "would look the same"),
      (#"{"example": "{question}", "question": "{question}"}"#, nil, "does not show the answer"),
      (#"{"example": "{answer}", "question": "{qestion}"}"#, nil, "Did you mean 'question'?"),
      (#"{"example": "{answer}", "question": "{question"}"#, nil, "a brace stands alone"),
      (#"{"example": "{answer}", "question": "{question}", "sep": ""}"#, nil, "'sep'"),
      (#"{"instruction": "{question}", "example": "{answer}", "question": "{question}"}"#, nil, "{question}"),
      (
        #"{"example": "{answer}", "question": "{question}"}"#,
        #""workedExamples": {"layout": "prompt-txt", "path": "x"},"#, "Did you mean 'prompt-text'?"
      ),
      (
        #"{"example": "{answer}", "question": "{question}"}"#, #""workedExamples": {"layout": "squad"},"#,
        "workedExamples: the key 'path' is missing"
      ),
    ] as [(String, String?, String)])
  func wrongPrompts_areRefused(_ prompt: String, _ examples: String?, _ message: String) throws {
    let text = examples.map { Self.text(prompt: prompt, examples: $0) } ?? Self.text(prompt: prompt)
    let error = #expect(throws: (any Error).self) { try EvaluationSuiteTests.parse(text) }
    let user = try #require(error as? any UserError)
    #expect(user.description.contains(message) && user.category == .data, "\(user.description)")
  }

  /// A file of the user's own may show any of its texts.
  @Test func linesHaveTheirOwnPlaceholders() throws {
    let prompt = #"{"example": "{premise} {answer}", "question": "{premise} {hypothesis}"}"#
    let text = Self.text(prompt: prompt).replacing(
      #""layout": "examples", "sp"#, with: #""layout": "json-lines", "sp"#)
    #expect(throws: Never.self) { try EvaluationSuiteTests.parse(text) }
  }

  @Test(arguments: [
    "bbh-direct", "bbh-cot", "mmlu-direct", "mmlu-cot", "mgsm-cot", "tydiqa", "natural-instructions",
  ])
  func shippedSuites_canBeAsked(_ name: String) throws {
    let suite = try EvaluationSuite.read("\(suiteFolder)/\(name).json")
    let prompt = try #require(suite.prompt)
    #expect(suite.workedExamples != nil && prompt.example != nil && !suite.folders.isEmpty)
    #expect((suite.prompting == .chainOfThought) == prompt.example?.source.contains("{rationale}"))
  }
}
