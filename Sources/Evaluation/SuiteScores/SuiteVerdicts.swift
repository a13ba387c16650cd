/// The scores of single outputs, to be compared with those of another model on the same questions.
package struct SuiteVerdicts: Sendable, Equatable {
  /// The scores of a task's outputs under the suite's first metric, by question.
  package struct Task: Sendable, Equatable {
    /// The task's name.
    package var name: String
    /// The score of each question, by the question's number or id.
    package var scores: [String: Double]
  }

  /// The tasks, in the suite's order.
  package var tasks: [Task]
  /// Whether scores can be between 0 and 1.
  package var isGraded: Bool

  init(tasks: [Task], isGraded: Bool) {
    self.tasks = tasks
    self.isGraded = isGraded
  }
}

extension PairedComparison {
  /// Compares two models on the questions of a suite.
  /// - Throws: `SuiteError.differentQuestions` where one has answered a question that the other has not.
  package init(_ first: SuiteVerdicts, _ second: SuiteVerdicts) throws(SuiteError) {
    var pairs: [Pairs] = []
    for task in first.tasks {
      guard let other = second.tasks.first(where: { $0.name == task.name }) else {
        throw .differentQuestions(task: task.name, question: nil)
      }
      let odd = Set(task.scores.keys).symmetricDifference(other.scores.keys)
      if let question = odd.min() { throw .differentQuestions(task: task.name, question: question) }
      let keys = task.scores.keys.sorted()
      pairs.append(
        Pairs(
          task: task.name, isGraded: first.isGraded,
          scores: keys.map { (first: task.scores[$0] ?? 0, second: other.scores[$0] ?? 0) }))
    }
    if let odd = second.tasks.first(where: { other in !first.tasks.contains { $0.name == other.name } }) {
      throw .differentQuestions(task: odd.name, question: nil)
    }
    self.init(pairs)
  }
}
