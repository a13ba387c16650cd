import Crypto
import Diagnostics
import Foundation
import Storage
import Tokenization

/// The folder where tokenized examples are kept, one file for each task of a stream.
///
/// What the `k`-th example of a task is follows from the task's content and split, its templates, the
/// tokenizer and the formatting's settings, and not from the mixture: a file's name is a hash of these, so
/// that it is never out of date, and other rates or more tasks leave it as it is.
package struct TokenCache: Sendable {
  /// The folder.
  package let folder: String
  /// What may be done in the folder, and who is told.
  package let handling: CacheHandling
  let fileSystem: FileSystem

  /// The most occurrences of a task that are kept.
  package static let mostOccurrences = 65_536
  /// Part of every key; to be raised whenever the same settings give other examples.
  static let version = "tokens 1"

  /// A cache in `folder`, which is made when it is needed.
  package init(
    folder: String, handling: CacheHandling = CacheHandling(), fileSystem: FileSystem = .standard
  ) {
    self.folder = folder
    self.fileSystem = fileSystem
    self.handling = handling
  }

  var tokensFolder: String { "\(folder)/tokens" }

  func path(_ key: String) -> String { "\(tokensFolder)/\(key).h5" }

  /// What was done for a stream.
  package struct Use: Sendable, Codable, Equatable {
    /// Tasks whose files were there.
    package var reused = 0
    /// Tasks whose files were made.
    package var built = 0
    /// Of those that were there, the tasks whose file was damaged and was made again.
    package var rebuilt: Int?
    /// Tasks without a file, whose examples are formatted when they are asked for.
    package var absent = 0
    /// Examples in the files.
    package var examples = 0
    /// The files' sizes together.
    package var bytes = 0

    /// Nothing yet.
    package init() {}
  }

  /// The file of a key; `nil` where there is none that can be used. A damaged one is removed, where it may
  /// be.
  /// - Parameter onDamage: told where it turns out to be damaged while it is read.
  func file(
    _ key: String, task: InstructionTask, vocabularySize: Int,
    onDamage: @escaping @Sendable (TokenFile) -> Void = { _ in }
  ) -> TokenFile? {
    let path = path(key)
    if FileStatus(path, followingLinks: true) == nil { return nil }
    if let file = try? TokenFile(path, task: task, vocabularySize: vocabularySize, onDamage: onDamage) {
      return file
    }
    remove(path)
    return nil
  }

  /// Tells that a file is damaged, and removes it, where it may.
  func remove(_ path: String) {
    handling.warn("\(path) is damaged or stale and is not used")
    if handling.access != .readOnly { try? fileSystem.removeTree(path) }
  }
}

extension ExampleStream {
  /// The same stream, which takes examples from the files that `cache` has. A file that turns out to be
  /// damaged is made anew, where it may be, while its examples are formatted; so is one that does not open,
  /// if `position` is given.
  /// - Parameter position: how many examples the run has.
  package func reading(
    _ cache: TokenCache, before position: Int? = nil
  ) -> (stream: ExampleStream, use: TokenCache.Use) {
    var stream = self
    var use = TokenCache.Use()
    // Where nothing is kept, the keys are not worth their making.
    let kept = try? FileManager.default.contentsOfDirectory(atPath: cache.tokensFolder)
    guard kept?.contains(where: { $0.hasSuffix(".h5") }) == true else {
      use.absent = tasks.count
      return (stream, use)
    }
    let common = commonKey
    stream.tokenFiles = tasks.enumerated().map { number, task in
      if task.task.objective != nil { return nil }
      let key = key(of: task, common)
      let isThere = FileStatus(cache.path(key), followingLinks: true) != nil
      let open = {
        file(key, of: task, in: cache) { damaged in
          cache.remove(damaged.path)
          mend(number, key: key, count: damaged.count, in: cache)
        }
      }
      var found = open()
      if found == nil, isThere, let position, let count = try? wanted(of: number, before: position),
        mend(number, key: key, count: count, in: cache)
      {
        found = open()
        if found != nil { use.rebuilt = (use.rebuilt ?? 0) + 1 }
      }
      guard let found else {
        use.absent += 1
        return nil
      }
      use.reused += 1
      use.examples += found.count
      use.bytes += FileIdentity(found.path)?.size ?? 0
      return found
    }
    return (stream, use)
  }

  /// How many examples of a task are kept of a run of so many.
  ///
  /// Texts are not kept: their ids are in memory, and what is asked of them is drawn anew in every epoch.
  func wanted(of number: Int, before position: Int) throws -> Int {
    if tasks[number].task.objective != nil { return 0 }
    return min(
      try count(ofEntry: number, before: position), tasks[number].instances.count, TokenCache.mostOccurrences)
  }

  /// Makes the file of a task again, where it may be; a failure costs only the time that it would save.
  /// - Returns: whether it is there.
  @discardableResult
  private func mend(_ number: Int, key: String, count: Int, in cache: TokenCache) -> Bool {
    if cache.handling.access == .readOnly || count == 0 { return false }
    guard let lock = try? FileLock("\(cache.tokensFolder)/lock") else { return false }
    return withExtendedLifetime(lock) {
      do {
        try write(number, key: key, count: count, to: cache)
        cache.handling.warn(
          "\(cache.path(key)) is built anew with \(count) examples of \(tasks[number].task.name)")
        return true
      } catch {
        cache.handling.warn("\(cache.path(key)) could not be built anew: \(error)")
        return false
      }
    }
  }

  /// The file of a task's key.
  func file(
    _ key: String, of task: PreparedTask, in cache: TokenCache,
    onDamage: @escaping @Sendable (TokenFile) -> Void = { _ in }
  ) -> TokenFile? {
    cache.file(key, task: task.task, vocabularySize: tokenizer.vocabularySize, onDamage: onDamage)
  }
}
