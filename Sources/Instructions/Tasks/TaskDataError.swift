import Diagnostics

/// What can be wrong with task files beyond their being JSON.
package enum TaskDataError: UserError, Equatable {
  /// A line is not UTF-8.
  case notUTF8(location: SourceLocation)
  /// A line has another number of columns than the format.
  case wrongColumnCount(location: SourceLocation, found: Int, expected: [String])
  /// A task has no instance that can be used; `skipped` were left out.
  case emptyTask(location: SourceLocation, task: String, skipped: Int)
  /// Two tasks have one name.
  case duplicateTask(location: SourceLocation, task: String, first: SourceLocation)
  /// A token id is not in the vocabulary.
  case tokenOutsideVocabulary(location: SourceLocation, id: Int, vocabularySize: Int)
  /// No task of that name was loaded.
  case unknownTask(name: String, valid: [String])
  /// No loaded task is of that cluster, or of one that the pattern matches.
  case unknownCluster(name: String, valid: [String])
  /// A file of the cache is not what was written.
  case damagedStore(path: String, problem: String)
  /// A task has more or larger instances than a store can hold.
  case tooLargeToStore(task: String)
  /// A source of texts has more tokens than memory has room for: `bytes` of it are left.
  case textsTooLarge(location: SourceLocation, task: String, tokens: Int, bytes: Int)
  /// A source changed while it was read.
  case changedSource(path: String)
  /// Every task is held out.
  case nothingToTrain(heldOut: Int)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .unknownTask, .unknownCluster, .nothingToTrain: .usage
    case .damagedStore: .inputOutput
    default: .data
    }
  }

  /// The file, line and field, where there is one.
  package var location: SourceLocation? {
    switch self {
    case .notUTF8(let place), .wrongColumnCount(let place, _, _), .emptyTask(let place, _, _),
      .duplicateTask(let place, _, _), .textsTooLarge(let place, _, _, _),
      .tokenOutsideVocabulary(let place, _, _):
      place
    case .damagedStore(let path, _), .changedSource(let path): SourceLocation(file: path)
    case .unknownTask, .unknownCluster, .nothingToTrain, .tooLargeToStore: nil
    }
  }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .notUTF8: "the line is not UTF-8 text"
    case .wrongColumnCount(_, let found, let expected):
      "has \(found) tab-separated columns but must have \(expected.count)"
    case .emptyTask(_, let task, let skipped):
      "the task '\(task)' has no usable instance"
        + (skipped > 0 ? " (\(skipped) left out because their text is blank)" : "")
    case .duplicateTask(_, let task, let first): "a second task is named '\(task)'; the first is in \(first)"
    case .tokenOutsideVocabulary(_, let id, let size):
      "the token id \(id) is outside the vocabulary's ids 1 to \(size - 1)"
    case .unknownTask(let name, _): "there is no task '\(name)'"
    case .unknownCluster(let name, _):
      NamePattern(name).isName ? "there is no cluster '\(name)'" : "no cluster matches '\(name)'"
    case .damagedStore(_, let problem): "is damaged: \(problem)"
    case .tooLargeToStore(let task): "the task '\(task)' has more or larger instances than a store can hold"
    case .textsTooLarge(_, let task, let tokens, let bytes):
      "the texts of '\(task)' have more than \(tokens.withGroupedDigits) tokens, whose ids are held in memory, of which "
        + "\((bytes >> 20).withGroupedDigits) MiB are left"
    case .changedSource: "has changed while it was read"
    case .nothingToTrain(let heldOut): "all \(heldOut) tasks are held out, so nothing is left to train on"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .notUTF8: "Convert the file to UTF-8."
    case .wrongColumnCount(_, _, let expected): "Write each line as \(expected.joined(separator: " TAB "))."
    case .emptyTask: "Add instances with an output, or move the file away."
    case .duplicateTask: "Rename one of the two."
    case .tokenOutsideVocabulary: "Tokenise the data with the vocabulary of this model."
    case .unknownTask(let name, let valid): NearestName.advice(for: name, in: valid)
    case .unknownCluster(let name, let valid):
      NearestName.advice(for: name, in: valid, wildcards: NamePattern.wildcards)
    case .damagedStore: "It has been taken away; start again, and it is built anew from its source."
    case .tooLargeToStore: "Divide it into several tasks."
    case .textsTooLarge:
      "Name fewer of the files, raise memory.limit where it is set, or take a machine with more memory."
    case .changedSource: "Start again when it is complete."
    case .nothingToTrain: "Hold out fewer clusters."
    }
  }
}
