import Instructions
import Recipes

/// The words of what a recipe trains on, counted: what a vocabulary for it is trained from.
///
/// Instances that are held out, and clusters that are, have no part in it. Words are counted once for each
/// instance that has them; a task's definition counts for each of its instances, divided by its wordings.
package struct RecipeWords {
  /// The words with their counts, in the order of their bytes.
  package private(set) var words: [(text: String, count: Int)] = []
  /// Tasks and sources of texts that were read.
  package let tasks: Int
  /// Their instances and documents.
  package private(set) var instances = 0

  private var counts: [Substring: Int] = [:]

  /// Reads the tasks and texts of a recipe; its vocabulary, its model and its templates are not looked at.
  /// - Throws: `RecipeError`, `FileError`, `JSONError`, `TaskDataError`, `CommandsNotRun`.
  package init(_ loaded: LoadedRecipe, inputs: RecipeInputs, caching: CacheHandling) throws {
    let sources = try TaskSourceReader(loaded, inputs: inputs, caching: caching).read()
    let split = try EvaluationData.split(TaskCollection(sources.tasks), loaded)
    tasks = split.trained.count
    for task in split.trained {
      let definitions = task.task.definitions
      for definition in definitions { add(definition, times: max(1, task.train.count / definitions.count)) }
      for example in task.task.positiveExamples {
        for text in [example.input, example.output, example.rationale ?? ""] { add(text) }
      }
      for index in task.train { add(task.task.instances[index]) }
      if let failure = task.task.instances.failure { throw failure }
    }
    words = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { (text: String($0.key), count: $0.value) }
    counts = [:]
  }

  private mutating func add(_ instance: Instance) {
    instances += 1
    add(instance.input)
    add(instance.rationale ?? "")
    for text in instance.references + instance.options + instance.definitions { add(text) }
  }

  private mutating func add(_ text: String, times: Int = 1) {
    for word in text.split(whereSeparator: \.isWhitespace) {
      // A word of its own, so that the whole text need not be kept for it.
      if counts[word] == nil { counts[Substring(String(word))] = times } else { counts[word]? += times }
    }
  }
}
