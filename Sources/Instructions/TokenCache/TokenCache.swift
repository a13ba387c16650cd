import Crypto
import Diagnostics
import Foundation
import Storage
import Tokenization

/// The folder where tokenized examples are kept, one file for each task of a stream.
///
/// What the `k`-th example of a task is follows from the task's content and split, its templates, the tokenizer and the
/// formatting's settings, and not from the mixture: a file's name is a hash of these, so that it is never out of date, and
/// other rates or more tasks leave it as it is.
public struct TokenCache: Sendable {
  /// The folder.
  public let folder: String
  /// Told what takes long.
  public let report: @Sendable (String) -> Void
  let fileSystem: FileSystem

  /// The most occurrences of a task that are kept.
  public static let mostOccurrences = 65_536
  /// Part of every key; to be raised whenever the same settings give other examples.
  static let version = "tokens 1"

  /// A cache in `folder`, which is made when it is needed.
  public init(
    folder: String, fileSystem: FileSystem = .standard,
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.folder = folder
    self.fileSystem = fileSystem
    self.report = report
  }

  var tokensFolder: String { "\(folder)/tokens" }

  func path(_ key: String) -> String { "\(tokensFolder)/\(key).h5" }

  /// What was done for a stream.
  public struct Use: Sendable, Codable, Equatable {
    /// Tasks whose files were there.
    public var reused = 0
    /// Tasks whose files were made.
    public var built = 0
    /// Tasks without a file, whose examples are formatted when they are asked for.
    public var absent = 0
    /// Examples in the files.
    public var examples = 0
    /// The files' sizes together.
    public var bytes = 0

    /// Nothing yet.
    public init() {}
  }

  /// The file of a key; `nil` where there is none that can be used. A damaged one is removed.
  func file(_ key: String, task: InstructionTask, vocabularySize: Int) -> TokenFile? {
    let path = path(key)
    if FileStatus(path, followingLinks: true) == nil { return nil }
    if let file = try? TokenFile(path, task: task, vocabularySize: vocabularySize) { return file }
    report("\(path) is damaged and is not used")
    try? fileSystem.removeTree(path)
    return nil
  }
}

extension ExampleStream {
  /// The same stream, which takes examples from the files that `cache` has.
  public func reading(_ cache: TokenCache) -> (stream: ExampleStream, use: TokenCache.Use) {
    var stream = self
    var use = TokenCache.Use()
    // Where nothing is kept, the keys are not worth their making.
    let kept = try? FileManager.default.contentsOfDirectory(atPath: cache.tokensFolder)
    guard kept?.contains(where: { $0.hasSuffix(".h5") }) == true else {
      use.absent = tasks.count
      return (stream, use)
    }
    let common = commonKey
    stream.tokenFiles = tasks.map { task in
      guard let file = file(key(of: task, common), of: task, in: cache) else {
        use.absent += 1
        return nil
      }
      use.reused += 1
      use.examples += file.count
      use.bytes += FileIdentity(file.path)?.size ?? 0
      return file
    }
    return (stream, use)
  }

  /// Makes the files of all examples before `position`, of each task at most one epoch and
  /// `TokenCache.mostOccurrences`; those that are there and long enough stay. Threads share the work.
  /// - Returns: the stream that takes examples from the files.
  /// - Throws: `FileError`, `HDF5Error`, with nothing half-written left behind; what the stream throws.
  public func building(
    _ cache: TokenCache, before position: Int, threads: Int
  ) throws -> (stream: ExampleStream, use: TokenCache.Use) {
    try cache.fileSystem.createFolders(cache.tokensFolder)
    let lock = try FileLock("\(cache.tokensFolder)/lock") {
      cache.report("waiting for another process that fills the cache")
    }
    return try withExtendedLifetime(lock) {
      for name in try InputFile.names(in: cache.tokensFolder, what: "cache") where name.hasPrefix(".") {
        try cache.fileSystem.removeTree("\(cache.tokensFolder)/\(name)")
      }
      let common = commonKey
      var missing: [(task: Int, key: String, count: Int)] = []
      for (number, task) in tasks.enumerated() {
        let wanted = min(
          try count(ofEntry: number, before: position), task.instances.count, TokenCache.mostOccurrences)
        let key = key(of: task, common)
        if wanted == 0 || (file(key, of: task, in: cache)?.count ?? -1) >= wanted { continue }
        missing.append((number, key, wanted))
      }
      let work = Work(missing)
      DispatchQueue.concurrentPerform(iterations: max(1, min(threads, missing.count))) { _ in
        while let part = work.next() {
          do {
            try write(part.task, key: part.key, count: part.count, to: cache)
            cache.report("\(part.count) examples of \(tasks[part.task].task.name)")
          } catch {
            work.fail(error)
          }
        }
      }
      if let failure = work.failure { throw failure }
      try cache.fileSystem.synchronize(cache.tokensFolder)
      var (stream, use) = reading(cache)
      use.built = missing.count
      use.reused -= missing.count
      return (stream, use)
    }
  }

  private func file(_ key: String, of task: PreparedTask, in cache: TokenCache) -> TokenFile? {
    cache.file(key, task: task.task, vocabularySize: tokenizer.vocabularySize)
  }

  private func write(_ number: Int, key: String, count: Int, to cache: TokenCache) throws {
    var writer = TokenFileWriter()
    for occurrence in 0..<count { writer.append(try formatted(number, occurrence: occurrence)) }
    let draft = "\(cache.tokensFolder)/.\(key)"
    try writer.write(to: draft, fileSystem: cache.fileSystem)
    do {
      try cache.fileSystem.rename(draft, to: cache.path(key))
    } catch {
      try? FileSystem.standard.removeTree(draft)
      throw error
    }
  }
}

/// Hands out tasks to threads until one has failed.
private final class Work: @unchecked Sendable {
  typealias Part = (task: Int, key: String, count: Int)

  private let lock = NSLock()
  private var rest: [Part]
  private var error: (any Error)?

  init(_ parts: [Part]) { rest = parts.reversed() }

  var failure: (any Error)? { lock.withLock { error } }

  func next() -> Part? { lock.withLock { error == nil ? rest.popLast() : nil } }

  func fail(_ error: any Error) { lock.withLock { self.error = self.error ?? error } }
}
