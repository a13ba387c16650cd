import Instructions
import Setup
import Tokenization

/// What the vocabulary cannot carry of the tasks' texts.
package struct InspectedLosses: Sendable, Encodable {
  /// The texts of one task: definitions, positive examples, and all instances' inputs, answers and
  /// rationales.
  package struct Task: Sendable, Encodable {
    /// The name.
    package var task: String
    /// The count of what is lost.
    package var loss: VocabularyLoss
  }

  /// The recipe's name.
  package var recipe: String
  /// All tasks together.
  package var total: VocabularyLoss
  /// The tasks, sorted by name.
  package var tasks: [Task]
}

extension DataInspection {
  /// Measures the texts of all tasks, held-out ones included; those of pre-tokenised instances are passed
  /// over.
  /// - Parameter task: only of this task.
  /// - Throws: `TaskDataError.unknownTask`.
  package func losses(task: String?) throws -> InspectedLosses {
    let tasks = try task.map { [try data.tasks.task(named: $0)] } ?? data.tasks.tasks
    var losses = InspectedLosses(recipe: loaded.recipe.name, total: VocabularyLoss(), tasks: [])
    for task in tasks {
      var meter = VocabularyLossMeter(tokenizer)
      for definition in task.definitions { meter.add(definition) }
      for example in task.positiveExamples {
        for text in [example.input, example.output, example.rationale ?? ""] { meter.add(text) }
      }
      for instance in task.instances where instance.tokens == nil {
        for definition in instance.definitions { meter.add(definition) }
        meter.add(instance.input)
        for text in instance.references { meter.add(text) }
        if let rationale = instance.rationale { meter.add(rationale) }
      }
      losses.tasks.append(.init(task: task.name, loss: meter.loss))
      losses.total.merge(meter.loss)
    }
    return losses
  }
}
