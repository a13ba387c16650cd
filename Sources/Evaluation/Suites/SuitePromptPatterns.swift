import Instructions

/// How the prompts of a suite are written: an instruction, worked examples, the question.
package struct SuitePromptPatterns: Sendable, Equatable {
  /// What stands first; nothing where `nil`.
  package var instruction: TemplatePattern?
  /// A worked example with its answer; needed where there are shots.
  package var example: TemplatePattern?
  /// The question, up to where the answer begins.
  package var question: TemplatePattern
  /// What stands between the parts.
  package var separator: String

  /// Patterns.
  package init(
    instruction: TemplatePattern?, example: TemplatePattern?, question: TemplatePattern, separator: String
  ) {
    self.instruction = instruction
    self.example = example
    self.question = question
    self.separator = separator
  }

  /// The text of a prompt.
  /// - Parameters:
  ///   - task: values that all parts know.
  ///   - shots: the values of each worked example.
  ///   - values: those of the question.
  package func text(
    task: [String: String], shots: some Collection<[String: String]>, question values: [String: String]
  ) -> String {
    var parts = [instruction.map { $0.filled(task) } ?? ""]
    for (number, shot) in shots.enumerated() {
      let numbered = ["number": "\(number + 1)"].merging(shot) { $1 }
      parts.append(example?.filled(task.merging(numbered) { $1 }) ?? "")
    }
    parts.append(PlainText.strippedAtEnd(question.filled(task.merging(values) { $1 })))
    return parts.filter { !$0.isEmpty }.joined(separator: separator)
  }
}

/// The names that patterns of prompts may use.
package enum SuitePlaceholder {
  /// The task's name.
  package static let task = "task"
  /// The task's name with spaces for underscores.
  package static let subject = "subject"
  /// What the file of worked examples, or the task file, says the task is.
  package static let description = "description"
  /// The question, with its options as the data shows them.
  package static let question = "question"
  /// The passage that the question is about.
  package static let context = "context"
  /// The right answer of a worked example.
  package static let answer = "answer"
  /// The reasons of a worked example, with the answer at their end.
  package static let rationale = "rationale"
  /// The number of a worked example, from 1.
  package static let number = "number"
  /// What stands before every question of the worked examples, such as `Frage: `.
  package static let questionMark = "questionMark"
  /// What stands before every answer of the worked examples.
  package static let answerMark = "answerMark"

  /// What every part may use.
  static let ofTask = [task, subject, description, questionMark, answerMark]
  /// What a question may use.
  static let ofQuestion = ofTask + [question, context]
  /// What a worked example may use.
  static let ofExample = ofQuestion + [answer, rationale, number]
}
