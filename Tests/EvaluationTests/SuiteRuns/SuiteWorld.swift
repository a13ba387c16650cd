import Diagnostics
import Testing
import TestSupport
import Tokenization

@testable import Evaluation

/// A suite of two tasks with worked examples and a prompt, on bytes.
struct SuiteWorld {
  let folder: TemporaryFolder
  let suite: EvaluationSuite

  static let prompt =
    #"{"instruction": "{subject}", "example": "Q: {question} A: {answer}", "question": "Q: {question} A:"}"#

  init(prompting: String = "direct", prompt: String = Self.prompt, lines: Int = 6) throws {
    var files = ["shots/a_1.jsonl": "", "shots/b.jsonl": "", "a_1.jsonl": "", "b.jsonl": ""]
    for number in 0..<lines {
      for (task, choices) in [("a_1", ["yes", "no"]), ("b", ["x", "yy", "z"])] {
        let answer = choices[number % choices.count]
        files["\(task).jsonl"]! +=
          #"{"id": "\#(task)-\#(number)", "input": "\#(String(repeating: "w", count: number + 1))", "target": "\#(answer)", "options": \#(choices)}"#
          + "\n"
        files["shots/\(task).jsonl"]! += #"{"input": "shot \#(number)", "target": "\#(answer)"}"# + "\n"
      }
    }
    folder = try TemporaryFolder(files)
    suite = try EvaluationSuiteTests.parse(
      """
      {"name": "world", "title": "World", "prompting": "\(prompting)", "shots": 3, "maximumTokens": 4,
       "answer": "whole", "metrics": ["exact-match", "squad-f1"], "randomBaseline": 0.25,
       "data": {"layout": "json-lines", "splits": {"test": "{task}.jsonl"}},
       "workedExamples": {"layout": "json-lines", "path": "shots/{task}.jsonl"},
       "prompt": \(prompt), "tasks": ["a_1", {"name": "b", "options": true}]}
      """)
  }

  func run(_ options: SuiteRunOptions = SuiteRunOptions()) throws -> SuiteRun {
    try SuiteRun(
      suite, data: SuiteData(suite, folder: folder.path), tokenizer: ByteTokenizer(),
      options: options)
  }
}
