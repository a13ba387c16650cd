import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Draft {
  /// Sets right what processes that ended in the middle of a change have left in a folder: a folder that had
  /// stepped aside and has no successor gets its name back; all other drafts are removed.
  ///
  /// Drafts of another process that is still alive stay. Where the caller is alone, drafts under the names
  /// that earlier versions gave them are removed as well.
  /// - Parameters:
  ///   - name: only what has this final name; `nil` for all.
  ///   - isAlone: whether the caller knows that no other process writes here; then a draft whose process
  ///     seems to be alive is that of an earlier process with the same number.
  /// - Returns: the paths of the drafts that were put back or removed.
  /// - Throws: `FileError`.
  @discardableResult
  package static func cleanUp(
    _ folder: String, name only: String? = nil, isAlone: Bool = false, fileSystem: FileSystem = .standard
  ) throws -> [String] {
    var changed: [String] = []
    for text in try InputFile.names(in: folder, what: "folder") {
      if isAlone, let name = DraftName.earlierName(reading: text), only == nil || name == only {
        try fileSystem.removeTree("\(folder)/\(text)")
        changed.append("\(folder)/\(text)")
        continue
      }
      guard let name = DraftName(reading: text), only == nil || name.name == only,
        isAlone || !name.isOfAnotherLivingProcess
      else { continue }
      let path = "\(folder)/\(text)"
      if name.kind == .replaced, FileStatus("\(folder)/\(name.name)") == nil {
        try fileSystem.rename(path, to: "\(folder)/\(name.name)")
      } else {
        try fileSystem.removeTree(path)
      }
      changed.append(path)
    }
    return changed
  }

  /// Removes a folder with all that is in it, under another name, so that what is half removed does not have
  /// its own.
  /// - Throws: `FileError`.
  package static func remove(_ path: String, fileSystem: FileSystem = .standard) throws {
    let place = Draft(of: path)
    let removed = DraftName(.removed, for: place.name).path(in: place.parent)
    try fileSystem.removeTree(removed)
    try fileSystem.rename(path, to: removed)
    try fileSystem.removeTree(removed)
  }
}

extension SystemFailure {
  /// Whether the system says that it, or the file system, has no such operation.
  var meansUnsupported: Bool { [ENOSYS, EINVAL, ENOTSUP, EOPNOTSUPP].contains(code) }
}

/// The name of a file or folder that is not, or no longer, what its final name says:
/// `.partial-step-00000500-4711`.
package struct DraftName {
  /// What it is.
  package enum Kind: String, CaseIterable {
    /// Being written.
    case partial
    /// Stepped aside for the new folder of its name.
    case replaced
    /// Being removed.
    case removed
  }

  package let kind: Kind
  /// The final name.
  package let name: String
  /// The process that made it.
  package let process: Int32

  /// The name that this process uses.
  init(_ kind: Kind, for name: String) {
    self.kind = kind
    self.name = name
    process = getpid()
  }

  /// Reads a name; `nil` where it is no draft's.
  package init?(reading text: String) {
    guard let kind = Kind.allCases.first(where: { text.hasPrefix(".\($0.rawValue)-") }),
      let dash = text.lastIndex(of: "-"), let process = Int32(text[text.index(after: dash)...]), process > 0
    else { return nil }
    let start = text.index(text.startIndex, offsetBy: kind.rawValue.count + 2)
    guard start < dash else { return nil }
    self.kind = kind
    self.process = process
    name = String(text[start..<dash])
  }

  /// How earlier versions called drafts: what stands before and behind the final name without its ending, and
  /// that ending.
  private static let earlier = [
    (start: "", mark: ".writing", ending: ""), (start: ".", mark: ".building", ending: ".store"),
    (start: ".", mark: ".running", ending: ""),
  ]

  /// The final name of a draft of an earlier version; `nil` where a name is none of theirs: `DONE.writing`,
  /// `table.json.writing-4711`, `.KEY.building-4711` of what is now `KEY.store`, `.NAME.running-4711`.
  static func earlierName(reading text: String) -> String? {
    let dash = text.lastIndex(of: "-").flatMap { Int32(text[text.index(after: $0)...]) == nil ? nil : $0 }
    let name = text[..<(dash ?? text.endIndex)]
    let kind = earlier.first {
      name.hasPrefix($0.start) && name.hasSuffix($0.mark) && name.count > $0.start.count + $0.mark.count
        && ($0.start.isEmpty || dash != nil)
    }
    return kind.map { name.dropFirst($0.start.count).dropLast($0.mark.count) + $0.ending }
  }

  /// Whether another process that may still be at work made it.
  var isOfAnotherLivingProcess: Bool {
    process != getpid() && (kill(process, 0) == 0 || errno == EPERM)
  }

  func path(in parent: String) -> String {
    "\(parent == "/" ? "" : parent)/.\(kind.rawValue)-\(name)-\(process)"
  }
}
