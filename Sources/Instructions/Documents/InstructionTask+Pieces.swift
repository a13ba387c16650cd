import Diagnostics
import Foundation
import Tokenization

extension InstructionTask {
  /// What cutting a task's documents came to.
  package struct Cut: Sendable, Equatable {
    /// Documents that are learned from.
    package var documents = 0
    /// Of these, those of more than one piece.
    package var cutDocuments = 0
    /// Pieces of all of them.
    package var pieces = 0
    /// Their tokens.
    package var tokens = 0
    /// Documents that are left out, since the objective cannot ask for anything of so few tokens.
    package var tooShort = 0
  }

  /// The most left-out documents that are listed, the others only counted.
  private static let listedSkips = 100

  /// The task with the pieces of its documents as instances, each an example of an objective.
  /// - Parameters:
  ///   - length: the most tokens of a piece, at least the objective's `leastLength`.
  ///   - threads: how many share the work.
  ///   - progress: told how many documents have been read.
  /// - Throws: `TaskDataError.damagedStore`.
  package func cut(
    for objective: TextObjective, length: Int, tokenizer: any Tokenizer, threads: Int = 1,
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) throws(TaskDataError) -> (task: InstructionTask, cut: Cut) {
    let encoding = DocumentEncoding(of: instances, tokenizer: tokenizer) { [name] done, total in
      progress(WorkProgress("tokenizing the texts of '\(name)'", done: done, of: total, .instances))
    }
    let encoded = encoding.run(threads: threads)
    if let failure = instances.failure { throw failure }
    var task = self
    var (used, firstUsed) = ([EncodedDocument](), [Int]())
    for (index, document) in encoded.enumerated() {
      firstUsed.append(used.count)
      if document.tokens.count >= objective.leastLength {
        used.append(document)
      } else if task.skipped.count < Self.listedSkips {
        task.skipped.append(SkippedInstance(location: location(ofInstance: index), reason: .tooShort))
      } else {
        task.unlistedSkips[.tooShort, default: 0] += 1
      }
    }
    firstUsed.append(used.count)
    let pieces = TextPieces(used, length: length, least: objective.leastLength, tokenizer: tokenizer)
    func piece(ofDocument index: Int) -> Int { pieces.firstPiece(ofDocument: firstUsed[index]) }
    task.instances = InstanceList(pieces)
    task.objective = objective
    task.furtherFiles = furtherFiles.map {
      FurtherFile(firstInstance: piece(ofDocument: $0.firstInstance), path: $0.path)
    }
    task.validationStart = validationStart.map(piece)
    let cut = Cut(
      documents: used.count, cutDocuments: pieces.cutDocuments, pieces: pieces.count,
      tokens: pieces.tokenCount, tooShort: encoded.count - used.count)
    return (task, cut)
  }
}

/// Turns documents into token ids, by several threads that take them in runs.
private final class DocumentEncoding: @unchecked Sendable {
  private static let runLength = 64

  private let instances: InstanceList
  private let tokenizer: any Tokenizer
  private let onRun: @Sendable (_ done: Int, _ total: Int) -> Void
  private let lock = NSLock()
  private var next = 0
  private var done = 0
  private var runs: [Int: [EncodedDocument]] = [:]

  init(
    of instances: InstanceList, tokenizer: any Tokenizer,
    onRun: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) {
    self.instances = instances
    self.tokenizer = tokenizer
    self.onRun = onRun
  }

  /// All documents, in order.
  func run(threads: Int) -> [EncodedDocument] {
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      while let first = take() {
        let last = min(first + Self.runLength, instances.count)
        finish((first..<last).map { EncodedDocument(instances[$0], tokenizer: tokenizer) }, at: first)
      }
    }
    return stride(from: 0, to: instances.count, by: Self.runLength).flatMap { runs[$0] ?? [] }
  }

  private func take() -> Int? {
    lock.withLock {
      if next >= instances.count { return nil }
      defer { next += Self.runLength }
      return next
    }
  }

  private func finish(_ documents: [EncodedDocument], at first: Int) {
    let done = lock.withLock {
      runs[first] = documents
      self.done += documents.count
      return self.done
    }
    onRun(done, instances.count)
  }
}
