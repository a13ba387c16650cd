import ByteStreams
import Crypto
import Diagnostics
import Foundation
import Storage

/// The folder where large sources are kept as stores, so that they are read once and then never held in
/// memory.
///
/// A store's name is a hash of everything that it follows from: the content of the files, their paths, their
/// readers with all settings, and the layout's version. So a store is never out of date; one of other content
/// has another name.
package struct InstanceCache: Sendable {
  /// The folder.
  package let folder: String
  /// Sources of fewer bytes are kept in memory.
  package let minimumBytes: Int
  /// What may be done in the folder, and who is told.
  package let handling: CacheHandling
  let fileSystem: FileSystem

  /// A cache in `folder`, which is made when it is needed.
  package init(
    folder: String, minimumBytes: Int = 64 << 20, handling: CacheHandling = CacheHandling(),
    fileSystem: FileSystem = .standard
  ) {
    self.folder = folder
    self.minimumBytes = minimumBytes
    self.fileSystem = fileSystem
    self.handling = handling
  }

  /// The folder for caches that the system gives a user, and in it one for this program.
  package static var standardFolder: String {
    let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
    return (caches?.path ?? NSTemporaryDirectory()) + "/flan-train"
  }

  /// How the instances of a source were come by.
  package struct Use: Sendable, Codable, Equatable {
    /// What was done.
    package enum Action: String, Sendable, Codable {
      /// The source was read into a new store.
      case built
      /// The store was there.
      case reused
      /// The store was damaged, and the source was read again.
      case rebuilt
    }

    /// The source.
    package var source: String
    /// The store.
    package var path: String
    /// What was done.
    package var action: Action
    /// Its tasks.
    package var tasks: Int
    /// Their instances.
    package var instances: Int
    /// The store's size.
    package var bytes: Int
    /// What was wrong with the store before.
    package var damage: String?
  }

  /// The tasks of one source, from memory if its files are small, else from a store, which is built where it
  /// is missing or damaged, also while it is read. Where stores may not be built, or their folder is done
  /// without, a source without a store is read into memory.
  /// - Returns: the tasks; how they were come by, where that is a store.
  /// - Throws: what the readers throw; `FileError`, with nothing left behind, where the store must and cannot
  ///   be written.
  package func tasks(of source: some StorableSource) throws -> (tasks: [InstructionTask], use: Use?) {
    let isLarge = source.files.reduce(0) { $0 + (FileIdentity($1)?.size ?? 0) } >= minimumBytes
    if isLarge, let (tasks, use) = try storedIfPossible(source) { return (tasks, use) }
    return (try inMemory(source), nil)
  }

  private func inMemory(_ source: some StorableSource) throws -> [InstructionTask] {
    var collected = CollectedTasks()
    try source.read(into: &collected)
    return collected.tasks
  }

  /// The tasks of a store; `nil` where there is none and none may be built.
  /// - Parameter isAgain: whether a damaged store has just been read again; from another one memory has to
  ///   help.
  private func stored(
    _ source: some StorableSource, isAgain: Bool = false
  ) throws -> (tasks: [InstructionTask], use: Use)? {
    let key = try key(of: source)
    let path = "\(storesFolder)/\(key).store"
    var use = Use(source: source.path, path: path, action: .reused, tasks: 0, instances: 0, bytes: 0)
    var store = try existing(path, &use)
    if store == nil, handling.access != .readOnly { store = try build(key, of: source, &use) }
    guard let store else { return nil }
    use.tasks = store.entries.count
    use.instances = store.entries.reduce(0) { $0 + $1.count }
    use.bytes = FileIdentity(path)?.size ?? 0
    let handle = StoreHandle(store) { damage in
      try readAgain(source, key: key, after: damage, inMemory: isAgain)
    }
    return (handle.tasks, use)
  }

  /// The tasks of a source whose store has turned out to be damaged.
  private func readAgain(
    _ source: some StorableSource, key known: String, after damage: TaskDataError, inMemory isLast: Bool
  ) throws -> [InstructionTask] {
    let path = "\(storesFolder)/\(known).store"
    let isThere = FileStatus(path, followingLinks: true) != nil
    if isLast || isThere || handling.access == .readOnly {
      handling.warn("\(path) \(damage.problem); \(source.path) is read into memory")
      return try inMemory(source)
    }
    handling.warn("\(path) \(damage.problem); it is built anew")
    if try key(of: source) != known { throw TaskDataError.changedSource(path: source.path) }
    return try storedIfPossible(source, isAgain: true)?.tasks ?? inMemory(source)
  }

  /// The tasks of a store; `nil` also where the cache is at fault and may be done without.
  func storedIfPossible(
    _ source: some StorableSource, isAgain: Bool = false
  ) throws -> (tasks: [InstructionTask], use: Use)? {
    let found = try handling.using(folder, otherwise: "\(source.path) is read into memory") {
      try stored(source, isAgain: isAgain)
    }
    return found ?? nil
  }

  var storesFolder: String { "\(folder)/stores" }

  var commandsFolder: String { "\(folder)/commands" }

  /// The hashes of a source's files, remembered from run to run.
  package func hashes(ofSource source: String) -> FileHashes {
    HashCache(folder: folder, isReadOnly: handling.access == .readOnly).hashes(of: source)
  }

  private func key(of source: some StorableSource) throws -> String {
    let hashes = hashes(ofSource: source.path)
    var text = "\(StoreLayout.version)\n\(source.settings)\n"
    for file in source.files {
      text += "\(try hashes.sha256(of: file, what: "task file")) \(file.debugDescription)\n"
    }
    hashes.save()
    return Hexadecimal.text(SHA256.hash(data: Data(text.utf8)).prefix(16))
  }
}

// MARK: - Building

extension InstanceCache {
  /// The store at `path`; `nil` where there is none or none that can be used.
  private func existing(_ path: String, _ use: inout Use) throws -> StoreFile? {
    if FileStatus(path, followingLinks: true) == nil { return nil }
    let isReadOnly = handling.access == .readOnly
    do {
      return try StoreFile(path, fileSystem: fileSystem, removesDamaged: !isReadOnly)
    } catch let error as TaskDataError {
      use.damage = error.problem
      use.action = .rebuilt
      handling.warn("\(path) \(error.problem); it is \(isReadOnly ? "not used" : "built anew")")
      if !isReadOnly { try fileSystem.removeTree(path) }
      return nil
    }
  }

  private func build(_ key: String, of source: some StorableSource, _ use: inout Use) throws -> StoreFile {
    let path = use.path
    try fileSystem.createFolders(storesFolder)
    let lock = try FileLock("\(storesFolder)/\(key).lock") {
      handling.report("waiting for another process that reads \(source.path)")
    }
    return try withExtendedLifetime(lock) {
      // Whoever held the lock may have built it.
      if let built = try existing(path, &use) { return built }
      if use.action == .reused { use.action = .built }
      // With the lock held, drafts can only be of builders that were killed.
      try Draft.cleanUp(storesFolder, name: "\(key).store", isAlone: true, fileSystem: fileSystem)
      try Draft.make(path, fileSystem: fileSystem) { try write($0, of: source) }
      return try StoreFile(path, fileSystem: fileSystem)
    }
  }

  private func write(_ draft: String, of source: some StorableSource) throws {
    let files = source.files
    let identities = files.map { FileIdentity($0) }
    handling.report("reading \(source.path) into the cache")
    let writer = try StoreWriter(creating: draft, fileSystem: fileSystem)
    let report = handling.report
    var sink = StoringSink(writer: writer) { report("\($0) instances of \(source.path)") }
    try read(source, into: &sink)
    try writer.finish()
    for (file, identity) in zip(files, identities) where FileIdentity(file) != identity {
      throw TaskDataError.changedSource(path: file)
    }
  }

  /// Reads a source, and tells how much of its files has been read.
  private func read(_ source: some StorableSource, into sink: inout StoringSink) throws {
    let total = source.files.reduce(0) { $0 + (FileIdentity($1)?.size ?? 0) }
    let work = "storing \(source.path)"
    let progress = handling.progress
    // Files are looked into before they are read, so that a few bytes count twice.
    let meter = ReadingMeter { progress(WorkProgress(work, done: min($0, total), of: total, .bytes)) }
    try ReadingMeter.$current.withValue(meter) { try source.read(into: &sink) }
    progress(WorkProgress(work, done: total, of: total, .bytes))
  }
}
