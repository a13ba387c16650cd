import Commands
import Crypto
import Diagnostics
import Foundation
import Storage

/// What the commands of a recipe have written, kept in the cache so that each of them runs once.
///
/// A command's folder is named by a hash of its arguments and of the folder that it runs in, and holds what
/// it wrote to standard output, `PROGRAM.jsonl`, and `command.json`, which says how it ended. Only a command
/// that ended with exit code 0, and wrote JSON Lines, has one.
package struct CommandStore: Sendable {
  private let cache: InstanceCache
  private var folder: String { cache.commandsFolder }
  private var handling: CacheHandling { cache.handling }

  /// The store in a cache's folder.
  package init(_ cache: InstanceCache) { self.cache = cache }

  /// What a command has written.
  package struct Output: Sendable {
    /// The file with it, which may be read while this value lives.
    package let path: String
    /// How it came to be.
    package let record: CommandRecord
    /// Whether the command has just run.
    package let isNew: Bool
    /// Keeps a file that the cache has no place for.
    private let remains: TemporaryOutput?

    fileprivate init(path: String, record: CommandRecord, isNew: Bool, remains: TemporaryOutput? = nil) {
      (self.path, self.record, self.isNew, self.remains) = (path, record, isNew, remains)
    }
  }

  /// What `command` writes in `workingFolder`: what it has written before, else the command is run, which is
  /// said first.
  /// - Returns: `nil` where it has not been run and may not be.
  /// - Throws: `CommandError`; `FileError` where the cache must and cannot be written.
  package func output(
    of command: ExternalCommand, in workingFolder: String, at location: SourceLocation?
  ) throws -> Output? {
    let run = CommandRun(command, in: workingFolder, at: location)
    let place = place(of: run)
    if !handling.runsCommandsAgain, let known = try kept(place, run) { return known }
    if handling.access == .readOnly { return nil }
    let new = try handling.using(cache.folder, otherwise: "what \(command.text) writes is not kept") {
      try build(place, run)
    }
    return try new ?? temporary(run)
  }

  private func place(of run: CommandRun) -> String {
    let text = (["commands 1", run.folder] + run.command.arguments).map { "\($0.utf8.count) \($0)\n" }
      .joined()
    return "\(folder)/\(Hexadecimal.text(SHA256.hash(data: Data(text.utf8)).prefix(16)))"
  }

  /// The file for what a command writes: its name is the task's where nobody gives it another.
  private static func outputName(_ run: CommandRun) -> String {
    let name = String(run.command.name.drop { $0 == "." })
    return "\(name.isEmpty ? "command" : name).jsonl"
  }

  /// What the folder at `place` keeps; `nil` where there is nothing, or not what was written.
  private func kept(_ place: String, _ run: CommandRun) throws -> Output? {
    guard let record = CommandRecord("\(place)/command.json") else { return nil }
    let path = "\(place)/\(Self.outputName(run))"
    if FileIdentity(path)?.size == record.bytes {
      let hashes = cache.hashes(ofSource: path)
      defer { hashes.save() }
      if try hashes.sha256(of: path, what: "output of a command") == record.sha256 {
        return Output(path: path, record: record, isNew: false)
      }
    }
    handling.warn("\(path) is not what \(run.command.text) wrote; the command has to run again")
    return nil
  }

  private func build(_ place: String, _ run: CommandRun) throws -> Output {
    let files = cache.fileSystem
    try files.createFolders(folder)
    let lock = try FileLock("\(place).lock") {
      handling.report("waiting for another process that runs \(run.command.text)")
    }
    return try withExtendedLifetime(lock) {
      // Whoever held the lock may have run it.
      if !handling.runsCommandsAgain, let known = try kept(place, run) { return known }
      // With the lock held, drafts can only be of processes that were killed.
      try Draft.cleanUp(folder, name: Draft(of: place).name, isAlone: true, fileSystem: files)
      let record = try Draft.make(place, fileSystem: files) { draft in
        try files.createFolder(draft)
        return try write(run, into: draft, files)
      }
      return Output(path: "\(place)/\(Self.outputName(run))", record: record, isNew: true)
    }
  }

  /// Runs the command into a folder that is removed with its last user.
  private func temporary(_ run: CommandRun) throws -> Output {
    let remains = try TemporaryOutput()
    let record = try write(run, into: remains.folder, .standard)
    return Output(
      path: "\(remains.folder)/\(Self.outputName(run))", record: record, isNew: true, remains: remains)
  }

  private func write(_ run: CommandRun, into folder: String, _ files: FileSystem) throws -> CommandRecord {
    handling.report("running \(run.command.text) in \(run.folder)")
    let path = "\(folder)/\(Self.outputName(run))"
    let writer = try CommandOutputWriter(path, fileSystem: files, of: run, report: handling.report)
    let result = try run.run(isStopped: handling.isStopped, take: writer.write)
    if result.ending != .exited(0) {
      let cause = CommandError.Cause.failed(ending: result.ending, lastWords: result.lastWords)
      throw CommandError(cause, of: run.command, at: run.location)
    }
    let summary = try writer.finish()
    if summary.bytes == 0 {
      throw CommandError(.silent(lastWords: result.lastWords), of: run.command, at: run.location)
    }
    try CommandOutputCheck(run).check(path)
    let record = CommandRecord(run.command, folder: run.folder, result, summary)
    try files.write(record.json(), to: "\(folder)/command.json")
    return record
  }
}

/// A folder that is removed with the last who needs it.
private final class TemporaryOutput: Sendable {
  let folder: String

  init() throws(FileError) {
    folder = "\(NSTemporaryDirectory())/flan-train-\(UUID().uuidString)"
    try FileSystem.standard.createFolder(folder)
  }

  deinit { try? FileSystem.standard.removeTree(folder) }
}
