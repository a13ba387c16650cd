import Diagnostics

/// What can be wrong with a suite, with its data, or with outputs that are to be scored.
package enum SuiteError: UserError, Equatable {
  /// A field of a suite names something that there is not.
  case unknownName(location: SourceLocation, name: String, valid: [String])
  /// A suite has two tasks of one name.
  case duplicateTask(location: SourceLocation, task: String, firstLine: Int)
  /// The suite has no such split.
  case unknownSplit(name: String, suite: String, valid: [String])
  /// No suite has that name.
  case unknownSuite(name: String, valid: [String])
  /// A file has no examples.
  case emptySplit(path: String)
  /// Two examples of a task have one id.
  case duplicateID(location: SourceLocation, id: String, firstLine: Int)
  /// An example cannot be used as it stands.
  case badExample(location: SourceLocation, problem: String)
  /// The outputs' file has no line.
  case noPredictions(path: String)
  /// A line is no prediction of a run's held-out example.
  case noGroup(location: SourceLocation)
  /// A line is about a task that the suite does not have.
  case unknownTask(location: SourceLocation, task: String, suite: String, valid: [String])
  /// Nothing says what the right answer is.
  case noTarget(location: SourceLocation)
  /// The data has no example of that id.
  case unknownID(location: SourceLocation, id: String, task: String, count: Int, ownIDs: [String])
  /// A line's target is not the data's.
  case targetMismatch(
    location: SourceLocation, id: String, found: String, expected: String, place: SourceLocation)
  /// Two lines are about one example.
  case duplicatePrediction(location: SourceLocation, task: String, id: String, firstLine: Int)
  /// A task has fewer outputs than examples.
  case missingPredictions(path: String, task: String, missing: Int, of: Int, firstID: String)
  /// Tasks have no output at all.
  case missingTasks(path: String, tasks: [String], of: Int)
  /// A suite says nothing of how a model is asked.
  case noPrompt(suite: String)
  /// Answers with reasons cannot be ranked by their likelihood.
  case cannotRank(suite: String)
  /// A question has no options to rank.
  case noOptions(location: SourceLocation, task: String)
  /// Two sets of outputs that are to be compared answer different questions.
  case differentQuestions(task: String, question: String?)
  /// No task of a suite has its data.
  case noData(suite: String, folder: String, example: String)

  /// Errors in data, but for names that were asked for.
  package var category: FailureCategory {
    switch self {
    case .unknownSplit, .unknownSuite, .cannotRank: .usage
    default: .data
    }
  }

  /// The file, line and field.
  package var location: SourceLocation? {
    switch self {
    case .unknownName(let place, _, _), .duplicateTask(let place, _, _), .duplicateID(let place, _, _),
      .badExample(let place, _), .unknownTask(let place, _, _, _), .noTarget(let place), .noGroup(let place),
      .unknownID(let place, _, _, _, _), .targetMismatch(let place, _, _, _, _),
      .duplicatePrediction(let place, _, _, _), .noOptions(let place, _):
      place
    case .emptySplit(let path), .noPredictions(let path), .missingPredictions(let path, _, _, _, _),
      .missingTasks(let path, _, _):
      SourceLocation(file: path)
    case .noData(_, let folder, _): SourceLocation(file: folder)
    case .differentQuestions: nil
    case .unknownSplit, .unknownSuite, .noPrompt, .cannotRank: SourceLocation(file: "command line")
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .unknownName(_, let name, _): "is '\(name)', which there is not"
    case .duplicateTask(_, let task, let line): "the task '\(task)' stands here and in line \(line)"
    case .unknownSplit(let name, let suite, _): "the suite '\(suite)' has no split '\(name)'"
    case .unknownSuite(let name, _): "there is no suite '\(name)'"
    case .emptySplit: "holds no examples"
    case .duplicateID(_, let id, let line): "the id '\(id)' stands here and in line \(line)"
    case .badExample(_, let problem): problem
    case .noPredictions: "holds no predictions"
    case .noGroup: "has no 'group', which a run's held-out predictions have"
    case .unknownTask(_, let task, let suite, _): "the suite '\(suite)' has no task '\(task)'"
    case .noTarget: "has no target, and no data to take it from"
    case .unknownID(_, let id, let task, let count, let own):
      own.isEmpty
        ? "'\(task)' has no example \(id): its \(count) examples are numbered from 0 to \(count - 1)"
        : "'\(task)' has no example with the id '\(id)'"
    case .targetMismatch(_, let id, let found, let expected, let place):
      "the target is '\(Self.short(found))', but example \(id) has '\(Self.short(expected))' (\(place))"
    case .duplicatePrediction(_, let task, let id, let line):
      "example \(id) of '\(task)' has a prediction here and in line \(line)"
    case .missingPredictions(_, let task, let missing, let count, let first):
      "'\(task)' has no prediction for \(missing) of its \(count) examples, the first of them \(first)"
    case .noPrompt(let suite): "the suite '\(suite)' does not say how a model is asked"
    case .cannotRank(let suite): "the suite '\(suite)' asks for reasons, which cannot be ranked"
    case .noOptions(_, let task): "a question of '\(task)' has no options to rank by their likelihood"
    case .differentQuestions(let task, let question):
      question.map { "question \($0) of '\(task)' has an output of only one of the two" }
        ?? "'\(task)' has outputs of only one of the two"
    case .noData(let suite, _, let example): "holds no data of the suite '\(suite)', such as \(example)"
    case .missingTasks(_, let tasks, let count):
      "there is no prediction for \(tasks.count) of \(count) tasks: "
        + tasks.prefix(5).joined(separator: ", ")
        + (tasks.count > 5 ? ", and \(tasks.count - 5) more" : "")
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .unknownName(_, let name, let valid), .unknownSplit(let name, _, let valid),
      .unknownSuite(let name, let valid), .unknownTask(_, let name, _, let valid):
      NearestName.advice(for: name, in: valid)
    case .duplicateTask, .duplicateID, .duplicatePrediction: "Take one of the two out."
    case .emptySplit: "Check the file, or name another folder with --data."
    case .badExample: nil
    case .noPredictions:
      "Write one JSON object a line: {\"task\": ..., \"prediction\": ..., \"target\": ...}."
    case .noGroup: "Name the suite that the outputs are of with --suite."
    case .noTarget: "Add \"target\" to every line, or name the folder of the suite's data with --data."
    case .unknownID(_, let id, _, _, let own):
      own.isEmpty ? "Count from 0." : NearestName.advice(for: id, in: own)
    case .targetMismatch:
      "Give each line the \"id\" of its example; lines without one count as the task's examples in their order."
    case .noPrompt: "Add \"prompt\" to its file, or score outputs made elsewhere with --predictions."
    case .cannotRank: "Take a suite that answers at once, or leave out --likelihood."
    case .noOptions: "List \"choices\" for the task in the suite, or leave out --likelihood."
    case .differentQuestions: "Compare outputs for the same questions."
    case .noData: "Name the folder of its data with --data."
    case .missingPredictions, .missingTasks: "Add them, or score what is there with --partial."
    }
  }

  private static func short(_ text: String) -> String { text.count > 60 ? "\(text.prefix(57))..." : text }
}
