import Foundation

/// The vocabulary of the grid's folders: each word of the tasks and texts is one piece.
enum GridVocabulary {
  /// The pieces; with 100 sentinels a model has 1,152 embeddings, a multiple of 128.
  static let size = 1052
  /// The fewest of the grid's tasks that have every operation in every form and on every kind.
  private static let sampledTasks = 282

  /// The file's bytes. They do not depend on what a folder has, so that a model that has been pre-trained with the
  /// texts of one folder can be finetuned with the tasks of another.
  /// - Throws: `TaskGenerationError`, `TokenizerError`.
  static func make() throws -> Data {
    let (tasks, texts) = try corpus()
    return try DataFolder.vocabulary(of: tasks, texts: texts, size: size)
  }

  /// Tasks and texts in which all words are.
  /// - Throws: `TaskGenerationError`.
  static func corpus() throws(TaskGenerationError) -> (tasks: [GeneratedTask], texts: [String]) {
    var options = GridOptions()
    options.tasks = sampledTasks
    options.pool = .each(6)
    options.heldOutInstances = 6
    var tasks = try GridText.everydayTasks()
    for entry in GridCatalogue(options).entries { tasks += try entry.make() }
    return (tasks, GridText.lists(seed: options.seed, count: 4) + GridText.people(seed: options.seed))
  }
}
