import Diagnostics
import Foundation

/// The task files of a source: a file, or the files of a folder and the folders in it, each with what is said
/// of it.
///
/// A file's own description (`NAME.source.json`) is heard before that of its folder or of a folder above
/// (`flan-source.json`, up to the one that the source names), and what the source's entry in the recipe says
/// before both.
package struct SourceFiles: Sendable {
  /// A task file.
  package struct Entry: Sendable {
    /// The path.
    package let path: String
    /// What is said of it.
    package let description: SourceDescription
  }

  /// The file or folder that the source names.
  package let path: String
  /// The files, in the order of their names.
  package internal(set) var entries: [Entry]
  /// The files whose examples are held out (`validated(by:description:)`), in the order in which they are
  /// named.
  package internal(set) var validation: [Entry] = []
  /// Descriptions and lists of tasks that had a say in it.
  package internal(set) var companions: [String]
  /// What was found beside the files and is not trained on, or is although its name speaks against it, in
  /// words.
  package internal(set) var notices: [String]

  /// Finds the task files at `path`; other files of a folder and hidden ones are passed over.
  /// - Throws: `FileError` (`empty` for a folder without task files), `JSONError`, `SourceError`,
  ///   `TaskDataError` (`foreign` for files of which only other programs know how to read them).
  package init(path: String, description: SourceDescription = SourceDescription()) throws {
    self.path = path
    var finder = SourceFinder(said: description)
    if Self.isFolder(path) {
      try finder.search(path, inherited: SourceDescription())
      if finder.entries.isEmpty {
        throw try finder.foreignError(for: path)
          ?? FileError.empty(
            path: path, what: "task files (\(TaskFileName.kinds.joined(separator: ", ")))")
      }
      try finder.choose(in: path)
    } else {
      try InputFile.requireFile(path, what: "task file or folder")
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      let inherited = try finder.folderDescription(in: folder, over: SourceDescription())
      try finder.add(path, inherited: inherited)
      let name = String(path.split(separator: "/").last ?? "")
      guard let entry = finder.entries.first,
        entry.description.kind != .auto || TaskFileName.suits(name, .auto)
      else {
        throw ForeignFile(path).map { SourceError.foreign(path: path, kind: $0, file: path) }
          ?? SourceError.unrecognized(path: path, valid: TaskFileName.kinds)
      }
      try finder.choose(in: folder)
    }
    entries = finder.entries
    companions = finder.companions
    notices = finder.notices + finder.foreignNotices
  }

  /// Finds the task files of what a pattern stands for: files, and folders with all that is in them.
  /// - Parameters:
  ///   - pattern: the pattern, as the source has it.
  ///   - paths: the files and folders, in order; not empty.
  /// - Throws: see `init(path:description:)`.
  package init(
    pattern: String, paths: [String], description: SourceDescription = SourceDescription()
  ) throws {
    path = pattern
    var finder = SourceFinder(said: description)
    try finder.search(matches: paths)
    if finder.entries.isEmpty {
      throw try finder.foreignError(for: pattern)
        ?? SourceError.unrecognized(path: paths[0], valid: TaskFileName.kinds)
    }
    try finder.choose(in: URL(fileURLWithPath: paths[0]).deletingLastPathComponent().path)
    entries = finder.entries
    companions = finder.companions
    notices = finder.notices + finder.foreignNotices
  }

  /// Reads every file into `sink`, in order.
  /// - Throws: see `TaskSource.read(_:into:)`.
  package func read(into sink: inout some TaskSink) throws {
    var merged = MergedTasks(sink)
    for entry in entries { try read(entry, into: &merged) }
    let stems = Set(entries.map { TaskFileName.stem(of: $0.path) })
    for entry in validation {
      merged.begin(validation: entry.path, trainingStem: stems.count == 1 ? stems.first : nil)
      try read(entry, into: &merged)
      if let task = merged.untrained {
        throw SourceError.nothingToValidate(location: task.origin, task: task.name, trained: merged.names)
      }
    }
    sink = merged.base
  }

  private func read<Base: TaskSink>(_ entry: Entry, into merged: inout MergedTasks<Base>) throws {
    let finding = try SourceDetector.finding(of: entry.path, description: entry.description)
    let kind = finding.kind
    var description = entry.description
    let ofQuestions = kind == .text ? description.givenKeysOfQuestions : []
    let given = ofQuestions + description.givenKeys
    if let key = given.first(where: { !kind.ownSettings.contains($0) }) {
      throw SourceError.settingNotForKind(
        location: SourceLocation(file: entry.path), key: key, kind: kind)
    }
    description = description.over(finding.description)
    try description.checkDefinitions(for: kind, file: entry.path)
    // One name for several files names no task, unless they are one.
    if kind == .text {
      description.name = description.name ?? TaskFileName.name(ofSource: path)
    } else if entries.count > 1, !kind.isRecords {
      description.name = nil
    }
    try kind.read(entry.path, description: description, into: &merged)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

extension SourceKind {
  /// Whether files of this kind are records with fields that a description names.
  var isRecords: Bool { [.jsonLines, .json, .csv, .tsv, .gsm8k].contains(self) }

  fileprivate func read<Base: TaskSink>(
    _ path: String, description: SourceDescription, into sink: inout MergedTasks<Base>
  ) throws {
    func read(_ source: some TaskSource) throws {
      sink.begin(file: path, merging: source.mergesFiles || TaskFileName.isShard(path))
      try source.read(path, into: &sink)
    }
    switch self {
    case .auto, .naturalInstructions: try read(NaturalInstructionsSource(description))
    case .jsonLines where description.fields == RecordFields(): try read(JSONLinesSource(description))
    case .jsonLines, .json, .csv, .tsv: try read(RecordSource(description, kind: self))
    case .chainOfThoughtTSV: try read(ChainOfThoughtTableSource(description))
    case .flanCollection: try read(FlanCollectionSource(description))
    case .squad: try read(SquadSource(description))
    case .chat: try read(ChatSource(description))
    case .multipleChoiceCSV: try read(MultipleChoiceTableSource(description))
    case .gsm8k: try read(RecordSource.gradeSchoolMath(description))
    case .text: try read(TextSource(description))
    }
  }
}

extension SourceFiles {
  /// The source with files that its tasks are tested on: their examples are held out and evaluated, never
  /// trained on. Those of its own files that are among them are not trained on either.
  /// - Parameters:
  ///   - paths: files and folders.
  ///   - description: what is said of the source, and so of them; its choice of tasks does not hold for them.
  /// - Throws: see `init(path:description:)`; `SourceError.onlyValidation`.
  package func validated(by paths: [String], description: SourceDescription) throws -> SourceFiles {
    if paths.isEmpty { return self }
    var description = description
    (description.split, description.splitFile) = (nil, nil)
    var files = self
    for path in paths {
      let heldOut = try SourceFiles(path: path, description: description)
      files.validation += heldOut.entries
      files.companions += heldOut.companions.filter { !files.companions.contains($0) }
    }
    let held = Set(files.validation.map { Self.withoutLinks($0.path) })
    files.entries.removeAll { held.contains(Self.withoutLinks($0.path)) }
    if files.entries.isEmpty { throw SourceError.onlyValidation(path: path) }
    // That they are not trained on needs not be said.
    let names = paths + files.validation.map(\.path)
    files.notices.removeAll { notice in names.contains { notice.hasPrefix("\($0) is ") } }
    return files
  }

  private static func withoutLinks(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
