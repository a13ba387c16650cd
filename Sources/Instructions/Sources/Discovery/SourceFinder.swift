import Diagnostics
import Foundation

/// Collects the task files of a source.
struct SourceFinder {
  /// What the source's entry in the recipe says.
  let said: SourceDescription
  private(set) var entries: [SourceFiles.Entry] = []
  private(set) var companions: [String] = []
  /// Parts of data sets that are kept out of training, or are not although their names speak for it, in
  /// words.
  private(set) var notices: [String] = []
  /// Files that are passed over, for they are no task files by their names.
  private var passedOver: [String] = []
  /// The folders that are being searched, without links.
  private var ancestors: [String] = []

  init(said: SourceDescription) { self.said = said }

  /// Adds the task files of `folder` and of the folders in it.
  mutating func search(_ folder: String, inherited: SourceDescription) throws {
    // A link may lead back up.
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    if ancestors.contains(real) { return }
    ancestors.append(real)
    defer { ancestors.removeLast() }
    let description = try folderDescription(in: folder, over: inherited)
    let names = try InputFile.names(in: folder, what: "task folder").filter { !$0.hasPrefix(".") }
    // A copy of the whole Natural Instructions repository has more JSON in it than tasks.
    if names.contains("tasks"), names.contains("splits"), SourceFiles.isFolder("\(folder)/tasks") {
      return try search("\(folder)/tasks", inherited: description)
    }
    let paths = names.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
    try take(paths, inherited: description)
  }

  /// Adds what a pattern stands for, as if each folder held nothing else.
  mutating func search(matches paths: [String]) throws {
    var folders: [(folder: String, paths: [String])] = []
    for path in paths {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      if let index = folders.firstIndex(where: { $0.folder == folder }) {
        folders[index].paths.append(path)
      } else {
        folders.append((folder, [path]))
      }
    }
    for (folder, paths) in folders {
      try take(paths, inherited: try folderDescription(in: folder, over: SourceDescription()))
    }
  }

  /// Adds files and folders that lie side by side, but for what is kept out of training.
  private mutating func take(_ paths: [String], inherited description: SourceDescription) throws {
    let kept = SplitName.evaluationParts(of: paths.map(TaskFileName.stem))
    for path in paths {
      let name = String(path.split(separator: "/").last ?? "")
      if kept.contains(TaskFileName.stem(of: name)) {
        let isData = SourceFiles.isFolder(path) || TaskFileName.suits(name, said.kind)
        if isData { notices.append(Self.isKeptOut(path)) } else { passedOver.append(path) }
      } else if SourceFiles.isFolder(path) {
        try search(path, inherited: description)
      } else {
        let own = try ownDescription(of: path, over: description)
        let isDescribed = own.companion != nil && !name.hasSuffix(TaskFileName.descriptionSuffix)
        if isDescribed || TaskFileName.suits(name, said.over(own.description).kind) {
          append(path, own)
          if SplitName(TaskFileName.stem(of: name))?.part == .evaluation {
            notices.append(
              "\(path) is trained on, although its name says that it is a test or validation set")
          }
        } else {
          passedOver.append(path)
        }
      }
    }
  }

  /// What is to be known of files that are passed over, although there are others.
  var foreignNotices: [String] {
    let found = passedOver.filter { ForeignFile(named: $0) != nil }
    guard let first = found.first else { return [] }
    let others = found.count == 1 ? "" : " and \(found.count - 1) more \(found.count == 2 ? "file" : "files")"
    return [
      "\(first)\(others) \(found.count == 1 ? "is" : "are") not trained on: another program has to read "
        + "\(found.count == 1 ? "it" : "them"), as a source with a 'command' says"
    ]
  }

  /// Where there are no task files but files that other programs read: what has those in the first of their
  /// folders read.
  /// - Throws: `FileError.pointer` where the first of them was never downloaded.
  func foreignError(for path: String) throws -> SourceError? {
    let found = passedOver.compactMap { path in ForeignFile(path).map { (path: path, kind: $0) } }
    guard let first = found.first else { return nil }
    try InputFile.requireFile(first.path, what: "file of tasks")
    let folder = URL(fileURLWithPath: first.path).deletingLastPathComponent().path
    let together = found.filter { file in
      file.kind == first.kind && URL(fileURLWithPath: file.path).deletingLastPathComponent().path == folder
    }
    return .foreign(path: path, kind: first.kind, file: first.kind.path(of: together.map(\.path)))
  }

  private static func isKeptOut(_ path: String) -> String {
    "\(path) is not trained on: its name says that it is the test or validation set to a training set beside it; "
      + "name it in the source's 'validation' to evaluate on it, or as a source of its own to train on it"
  }

  /// Adds the file at `path`.
  mutating func add(_ path: String, inherited: SourceDescription) throws {
    append(path, try ownDescription(of: path, over: inherited))
  }

  private mutating func append(_ path: String, _ own: (description: SourceDescription, companion: String?)) {
    if let companion = own.companion { companions.append(companion) }
    entries.append(.init(path: path, description: said.over(own.description)))
  }

  /// What the folder's description says, and what `inherited` says besides.
  mutating func folderDescription(
    in folder: String, over inherited: SourceDescription
  ) throws -> SourceDescription {
    let path =
      folder.hasSuffix("/")
      ? folder + TaskFileName.folderDescription
      : "\(folder)/\(TaskFileName.folderDescription)"
    guard FileManager.default.fileExists(atPath: path) else { return inherited }
    companions.append(path)
    return try Self.read(path).over(inherited)
  }

  private func ownDescription(
    of path: String, over inherited: SourceDescription
  ) throws -> (description: SourceDescription, companion: String?) {
    let companion = path + TaskFileName.descriptionSuffix
    guard FileManager.default.fileExists(atPath: companion) else { return (inherited, nil) }
    return (try Self.read(companion).over(inherited), companion)
  }

  /// A description, with its list of tasks found from its own folder.
  private static func read(_ path: String) throws -> SourceDescription {
    var description = try SourceDescription(path: path)
    if let list = description.splitFile, !list.hasPrefix("/") {
      description.splitFile = URL(fileURLWithPath: path).deletingLastPathComponent().path + "/\(list)"
    }
    return description
  }
}

// MARK: - Lists of tasks

extension SourceFinder {
  /// Keeps of the files those whose tasks are listed, where a list is asked for.
  mutating func choose(in folder: String) throws {
    var lists: [String: Set<String>] = [:]
    var kept: [SourceFiles.Entry] = []
    var missed: (path: String, listed: Int)?
    for entry in entries {
      guard let path = try list(for: entry.description, folder: folder) else {
        kept.append(entry)
        continue
      }
      let names = try lists[path] ?? Self.names(in: path)
      if lists.updateValue(names, forKey: path) == nil { companions.append(path) }
      if names.contains(TaskFileName.stem(of: entry.path)) {
        kept.append(entry)
      } else {
        missed = (path, names.count)
      }
    }
    if kept.isEmpty, let missed {
      throw SourceError.nothingInSplit(path: folder, list: missed.path, listed: missed.listed)
    }
    entries = kept
  }

  private func list(for description: SourceDescription, folder: String) throws -> String? {
    if let file = description.splitFile { return file }
    guard let split = description.split else { return nil }
    let folder = URL(fileURLWithPath: folder).standardizedFileURL
    let tried = [folder, folder.deletingLastPathComponent()].flatMap { base in
      ["splits/default", "splits"].map { "\(base.path)/\($0)/\(split)_tasks.txt" }
    }
    guard let found = tried.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw SourceError.noSplitList(path: folder.path, tried: tried)
    }
    return found
  }

  private static func names(in path: String) throws -> Set<String> {
    let data = try InputFile.read(path, what: "list of tasks")
    guard let text = String(validating: data, as: UTF8.self) else {
      throw TaskDataError.notUTF8(location: SourceLocation(file: path))
    }
    let names = text.split(whereSeparator: \.isNewline).compactMap { String($0).trimmedOrNil }
    if names.isEmpty { throw FileError.empty(path: path, what: "names of tasks") }
    return Set(names)
  }
}
