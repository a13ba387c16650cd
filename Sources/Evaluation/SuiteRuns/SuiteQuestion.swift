/// One question of a suite, as a model is asked it.
package struct SuiteQuestion: Sendable, Equatable {
  /// The task's name.
  package var task: String
  /// The number of the example in its task, from 0.
  package var index: Int
  /// The example's own id, where the data has such.
  package var id: String?
  /// The prompt.
  package var prompt: String
  /// Its ids, with the end of sequence.
  package var tokens: [Int32]
  /// Worked examples in it.
  package var shots: Int
  /// Whether it was too long without any, so that its beginning is cut off.
  package var isCut: Bool
  /// The answers that count as right.
  package var references: [String]
  /// What the model's vocabulary writes of these, where that is another text; counts as right as well.
  package var written: WrittenReferences
  /// The answers to choose from.
  package var options: [String]
}

extension PromptLedger {
  /// Counts a question of a task whose prompts are to have `shots` worked examples.
  mutating func add(_ question: SuiteQuestion, wanted shots: Int) {
    asked += 1
    self.shots += question.shots
    if question.isCut {
      cut += 1
    } else if question.shots < shots {
      fewerShots += 1
    } else {
      whole += 1
    }
  }
}

/// What a model answered to a question of a suite, with all that led to its verdict.
package struct SuiteAnswer: Sendable, Equatable {
  /// The question.
  package var question: SuiteQuestion
  /// What the model wrote, or the option that it finds likeliest.
  package var output: String
  /// Whether the output was cut by the length limit.
  package var hitLimit: Bool
  /// The log-probability of every option, in nats; empty where the answer was written.
  package var optionScores: [Double]
  /// How the output is judged.
  package var judgement: SuiteJudgement
}
