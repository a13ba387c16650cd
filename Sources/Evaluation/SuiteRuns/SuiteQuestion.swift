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

/// What became of the prompts of a task, or of a suite; the counts add up: asked = whole + fewer + cut.
package struct PromptLedger: Sendable, Equatable, Codable {
  /// Questions that were asked.
  package var asked = 0
  /// Questions that the data has.
  package var available = 0
  /// Prompts with all the worked examples that they were to have.
  package var whole = 0
  /// Prompts with fewer, since the row has no room for more.
  package var fewerShots = 0
  /// Prompts that had to be cut.
  package var cut = 0
  /// Worked examples in all prompts together.
  package var shots = 0

  /// Of nothing.
  package init() {}

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

  /// Adds the counts of another.
  mutating func add(_ other: PromptLedger) {
    asked += other.asked
    available += other.available
    whole += other.whole
    fewerShots += other.fewerShots
    cut += other.cut
    shots += other.shots
  }
}
