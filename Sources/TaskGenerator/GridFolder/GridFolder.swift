import Foundation
import Storage

/// The folder of the grid: tasks, lists of tasks to choose by, texts for pre-training, a vocabulary.
package enum GridFolder {
  /// What has been written.
  package struct Summary: Sendable, Equatable {
    /// The tasks of the grid, the trained compositions, and the tasks about people.
    package var trainedTasks = 0
    /// The tasks of held-out clusters.
    package var heldOutTasks = 0
    /// The instances of both.
    package var instances = 0
    /// The texts for pre-training.
    package var texts = 0
    /// The files.
    package var files = 0
    /// Their bytes.
    package var bytes = 0
  }

  /// The file that says what the folder has, and that it is a grid's.
  static let optionsName = "grid.json"

  /// Writes the folder, which is whole or not there; the same options give the same bytes.
  /// - Parameter replaces: whether the folder of another grid may give way.
  /// - Throws: `GridDestinationError`, `FileError`, `TaskGenerationError`, `TokenizerError`.
  package static func write(
    _ options: GridOptions, to folder: String, replaces: Bool = false
  ) throws -> Summary {
    try GridDestination(path: folder).check(replaces: replaces)
    return try Storage.Draft.make(folder) { path in
      try makeFiles(options) { file in try DataFolder.write(file.bytes, to: file.path, in: path) }
    }
  }

  /// Makes all files, by their paths inside the folder, in a fixed order, one at a time.
  /// - Throws: `TaskGenerationError`, `TokenizerError`, and what `body` throws.
  static func makeFiles(_ options: GridOptions, _ body: (DataFolder.File) throws -> Void) throws -> Summary {
    var summary = Summary()
    func take(_ path: String, _ bytes: Data) throws {
      (summary.files, summary.bytes) = (summary.files + 1, summary.bytes + bytes.count)
      try body((path, bytes))
    }
    func take(_ path: String, _ text: String) throws { try take(path, Data(text.utf8)) }
    let catalogue = GridCatalogue(options)
    for entry in catalogue.entries {
      let tasks = try entry.make()
      for task in tasks {
        try take("tasks/\(task.cluster)/\(task.name).json", task.json)
        summary.instances += task.instances.count
      }
      if entry.isHeldOut { summary.heldOutTasks += tasks.count } else { summary.trainedTasks += tasks.count }
    }
    for (name, tasks) in catalogue.splits {
      try take("splits/\(name)_tasks.txt", tasks.map { "\($0)\n" }.joined())
    }
    let clusters = catalogue.heldOutClusters.map(\.jsonLiteral).joined(separator: ", ")
    try take("splits.json", "{\"heldOutClusters\": [\(clusters)]}\n")
    for (name, texts) in try GridText.all(options) {
      try take("text/\(name).jsonl", texts.map { "{\"text\": \($0.jsonLiteral)}\n" }.joined())
      summary.texts += texts.count
    }
    try take("vocabulary/spiece.model", try GridVocabulary.make())
    try take(optionsName, options.json)
    try take("README.md", readme(options, summary))
    return summary
  }

  /// What the folder is, for those who find it.
  private static func readme(_ options: GridOptions, _ summary: Summary) -> String {
    """
    # A grid of generated tasks

    Written by `flan-train grid`: operations on lists of words, one task for each operation, form and kind of words; compositions of
    two operations; questions about made-up people; held-out tasks; texts for pre-training. The program's documentation describes
    it. `grid.json` has the options that it was written with. No text comes from elsewhere. License: Apache-2.0, like the program.

    | what | how many |
    |---|---|
    | trained tasks, with compositions and people | \(summary.trainedTasks) |
    | held-out tasks | \(summary.heldOutTasks) |
    | instances | \(summary.instances) |
    | texts | \(summary.texts) |

    """
  }
}
