import Diagnostics
import Foundation
import Storage

extension ExampleStream {
  /// Makes the files of all examples before `position`, of each task at most one epoch and
  /// `TokenCache.mostOccurrences`; those that are there and long enough stay. Threads share the work.
  /// - Returns: the stream that takes examples from the files.
  /// - Throws: `FileError`, `HDF5Error`, with nothing half-written left behind; what the stream throws.
  package func building(
    _ cache: TokenCache, before position: Int, threads: Int
  ) throws -> (stream: ExampleStream, use: TokenCache.Use) {
    let made = try cache.handling.using(cache.folder, otherwise: "examples are formatted as they are needed")
    {
      try filling(cache, before: position, threads: threads)
    }
    return made ?? reading(cache)
  }

  private func filling(
    _ cache: TokenCache, before position: Int, threads: Int
  ) throws -> (stream: ExampleStream, use: TokenCache.Use) {
    try cache.fileSystem.createFolders(cache.tokensFolder)
    let lock = try FileLock("\(cache.tokensFolder)/lock") {
      cache.handling.report("waiting for another process that fills the cache")
    }
    return try withExtendedLifetime(lock) {
      // With the lock held, drafts can only be of processes that were killed.
      try Draft.cleanUp(cache.tokensFolder, isAlone: true, fileSystem: cache.fileSystem)
      let common = commonKey
      let work = Work(
        try tasks.indices.filter { tasks[$0].task.objective == nil }.map { number in
          (number, key(of: tasks[number], common), try wanted(of: number, before: position))
        }, progress: cache.handling.progress)
      DispatchQueue.concurrentPerform(iterations: max(1, min(threads, tasks.count))) { _ in
        while let part = work.next() {
          do {
            if part.count == 0 || isThere(part, in: cache) {
              work.count(part.count)
              continue
            }
            try write(part.task, key: part.key, count: part.count, to: cache) { work.count($0) }
            work.countBuilt()
            cache.handling.report("\(part.count) examples of \(tasks[part.task].task.name)")
          } catch {
            work.fail(error)
          }
        }
      }
      if let failure = work.failure { throw failure }
      var (stream, use) = reading(cache)
      use.built = work.built
      use.reused -= work.built
      return (stream, use)
    }
  }

  /// Whether a task's file is there, long enough and whole; a damaged one is removed.
  private func isThere(_ part: Work.Part, in cache: TokenCache) -> Bool {
    guard let file = file(part.key, of: tasks[part.task], in: cache), file.count >= part.count else {
      return false
    }
    if file.isWhole { return true }
    cache.remove(file.path)
    return false
  }

  /// Writes the file of a task's first examples.
  /// - Parameter onExamples: told now and then how many examples have been made since it was last told.
  func write(
    _ number: Int, key: String, count: Int, to cache: TokenCache, onExamples: (Int) -> Void = { _ in }
  ) throws {
    var writer = TokenFileWriter()
    var told = 0
    for occurrence in 0..<count {
      writer.append(try formatted(number, occurrence: occurrence))
      if occurrence + 1 == count || (occurrence + 1) % 64 == 0 {
        onExamples(occurrence + 1 - told)
        told = occurrence + 1
      }
    }
    let draft = Draft(of: cache.path(key), fileSystem: cache.fileSystem)
    do {
      try writer.write(to: draft.path, fileSystem: cache.fileSystem)
      try draft.finish()
    } catch {
      draft.discard()
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
  private var files = 0
  private var examples = 0
  private let total: Int
  private let progress: @Sendable (WorkProgress) -> Void

  init(_ parts: [Part], progress: @escaping @Sendable (WorkProgress) -> Void) {
    rest = parts.reversed()
    total = parts.reduce(0) { $0 + $1.count }
    self.progress = progress
  }

  var failure: (any Error)? { lock.withLock { error } }

  func next() -> Part? { lock.withLock { error == nil ? rest.popLast() : nil } }

  /// Files that were made.
  var built: Int { lock.withLock { files } }

  func countBuilt() { lock.withLock { files += 1 } }

  /// Counts examples that are there, and tells how many are.
  func count(_ examples: Int) {
    let done = lock.withLock {
      self.examples += examples
      return self.examples
    }
    progress(WorkProgress("tokenizing examples", done: done, of: total, .examples))
  }

  func fail(_ error: any Error) { lock.withLock { self.error = self.error ?? error } }
}
