import ByteStreams
import Diagnostics

/// The examples of a suite, in a folder of the user's.
package struct SuiteData: Sendable {
  /// One example.
  package struct Example: Sendable, Equatable {
    /// Its own id, where the layout has such.
    package var id: String?
    /// The answers that count as right; not empty.
    package var references: [String]
    /// Its texts by the placeholders of prompts.
    package var values: [String: String] = [:]
    /// The answers to choose from, as the question lists them; empty where it lists none.
    package var options: [String] = []
    /// Where it stands.
    package var location: SourceLocation

    /// How many options the question lists; 0 for none.
    package var optionCount: Int { options.count }
  }

  /// The folder that the user has named.
  package let folder: String
  private let files: SuiteFiles
  private let layout: SuiteDataLayout
  private let split: EvaluationSuite.Split
  private let workedExamples: WorkedExampleSource?
  /// The suite's tasks, in order.
  package let tasks: [EvaluationSuite.Task]

  /// The data of `suite` below `folder`.
  /// - Parameter split: the split's name; the suite's first where `nil`.
  /// - Throws: `SuiteError.unknownSplit`, `FileError`, `TextFileError` for a list of tasks.
  package init(_ suite: EvaluationSuite, folder: String, split: String? = nil) throws {
    try InputFile.requireDirectory(folder, what: "folder of the suite's data")
    guard let chosen = suite.splits.first(where: { split == nil || $0.name == split }) else {
      throw SuiteError.unknownSplit(
        name: split ?? "", suite: suite.name, valid: suite.splits.map(\.name))
    }
    self.folder = folder
    files = SuiteFiles(folder: folder, below: suite.folders)
    self.split = chosen
    layout = suite.layout
    workedExamples = suite.workedExamples
    switch suite.tasks {
    case .named(let tasks): self.tasks = tasks
    case .listed(let paths, let baseline):
      tasks = try Self.list(files.find(paths), baseline: baseline)
    }
  }

  /// Whether the file of a task's examples is there.
  package func hasExamples(of task: String) -> Bool { files.has(path(of: task)) }

  /// The path of a task's file below the data's folder.
  func path(of task: String) -> String { split.path.replacing("{task}", with: task) }

  /// The worked examples of a task; none where the suite has no source of them.
  /// - Parameter path: where they are instead of where the suite says; a file, or a folder that takes the
  ///   data's place.
  /// - Throws: `FileError`, `JSONError`, `TextFileError`, `SuiteError`, with file and line.
  package func workedExamples(of task: String, at path: String? = nil) throws -> WorkedExamples {
    guard let source = workedExamples else { return WorkedExamples(examples: []) }
    let wanted = source.path.replacing("{task}", with: task)
    var file = path ?? files.find([wanted])
    if let path, SuiteFiles.isFolder(path) { file = SuiteFiles(folder: path, below: []).find([wanted]) }
    return try WorkedExamples.read(file, source, task: task)
  }

  /// The split's name.
  package var splitName: String { split.name }

  /// The examples of a task, in the file's order; never empty.
  /// - Throws: `FileError`, `JSONError`, `TextFileError`, `SuiteError`, with file and line.
  package func examples(of task: String) throws -> [Example] {
    let path = files.find([path(of: task)])
    let examples = try Self.read(path, layout)
    if examples.isEmpty { throw SuiteError.emptySplit(path: path) }
    var lines: [String: Int] = [:]
    for example in examples {
      guard let id = example.id else { continue }
      if let first = lines.updateValue(example.location.line ?? 0, forKey: id) {
        throw SuiteError.duplicateID(location: example.location, id: id, firstLine: first)
      }
    }
    return examples
  }

  private static func list(_ path: String, baseline: Double) throws -> [EvaluationSuite.Task] {
    var lines = try LineStream(path: path, what: "list of tasks")
    var firstLines: [String: Int] = [:]
    var tasks: [EvaluationSuite.Task] = []
    while let line = try lines.nextFilled() {
      let name = PlainText.stripped(String(decoding: line.bytes, as: UTF8.self))
      if let first = firstLines.updateValue(line.number, forKey: name) {
        throw SuiteError.duplicateTask(
          location: SourceLocation(file: path, line: line.number), task: name, firstLine: first)
      }
      tasks.append(EvaluationSuite.Task(name: name, randomBaseline: baseline))
    }
    if tasks.isEmpty { throw SuiteError.emptySplit(path: path) }
    return tasks
  }
}
