import Instructions
import Recipes
import Setup
import Tokenization

/// What the vocabulary cannot carry of the tasks' texts, and of documents.
package struct InspectedLosses: Sendable, Encodable {
  /// The texts of one task: definitions, positive examples, and all instances' inputs, answers and
  /// rationales; or of one source of texts: its documents.
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
  /// Measures the texts of all tasks and sources of texts, held-out ones included; those of pre-tokenised
  /// instances are passed over.
  /// - Parameter task: only of this task.
  /// - Throws: `TaskDataError.unknownTask`, and what reading the sources of documents again throws.
  package func losses(task: String?) throws -> InspectedLosses {
    let tasks = try task.map { [try data.tasks.task(named: $0)] } ?? data.tasks.tasks
    let documents = try documents(of: tasks)
    var losses = InspectedLosses(recipe: loaded.recipe.name, total: VocabularyLoss(), tasks: [])
    for task in tasks.map({ documents[$0.name] ?? $0 }) {
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
      if let failure = task.instances.failure { throw failure }
      losses.tasks.append(.init(task: task.name, loss: meter.loss))
      losses.total.merge(meter.loss)
    }
    return losses
  }

  /// The documents of sources of texts, by the sources' names: the data has only their ids, so they are read
  /// again.
  private func documents(of tasks: [InstructionTask]) throws -> [String: InstructionTask] {
    let names = Set(tasks.filter(\.holdsDocuments).map(\.name))
    if names.isEmpty { return [:] }
    let inputs = RecipeInputs(of: loaded, recipeFile: recipeFile)
    let sources = try TaskSourceReader(loaded, inputs: inputs).read()
    return Dictionary(
      sources.tasks.filter { names.contains($0.name) }.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
