import Diagnostics
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
    /// How their token ids were come by, where these are in a store and not in memory.
    package var use: InstanceCache.Use?
  }

  /// How documents are turned into token ids.
  package struct Encoding {
    /// The vocabulary.
    package var tokenizer: any Tokenizer
    /// Bytes that ids in memory may take, which are there twice while they are put together.
    package var memory = Int.max
    /// Where ids are kept of a task that is in a store itself; `nil` keeps all in memory.
    package var cache: InstanceCache?
    /// How many share the work.
    package var threads = 1
    /// Told how many documents have been read.
    package var progress: @Sendable (WorkProgress) -> Void = { _ in }

    /// An encoding in memory, without limits.
    package init(_ tokenizer: any Tokenizer) { self.tokenizer = tokenizer }
  }

  /// The most left-out documents that are listed, the others only counted.
  private static let listedSkips = 100

  /// The task with the pieces of its documents as instances, each an example of an objective.
  /// - Parameter length: the most tokens of a piece, at least the objective's `leastLength`.
  /// - Throws: `TaskDataError.damagedStore`, `.textsTooLarge`; `FileError` where a store must and cannot be
  ///   written.
  package func cut(
    for objective: TextObjective, length: Int, _ encoding: Encoding
  ) throws -> (task: InstructionTask, cut: Cut) {
    var cut = Cut()
    let encoded = try encoded(encoding, &cut)
    var task = self
    var (used, firstUsed) = ([TextPieces.Document](), [Int]())
    for (index, document) in encoded.documents.enumerated() {
      firstUsed.append(used.count)
      if document.count >= objective.leastLength {
        used.append(document)
      } else if task.skipped.count < Self.listedSkips {
        task.skipped.append(SkippedInstance(location: location(ofInstance: index), reason: .tooShort))
      } else {
        task.unlistedSkips[.tooShort, default: 0] += 1
      }
    }
    firstUsed.append(used.count)
    let pieces = TextPieces(
      used, encoded.tokens, ids: encoded.ids, length: length, least: objective.leastLength,
      tokenizer: encoding.tokenizer)
    func piece(ofDocument index: Int) -> Int { pieces.firstPiece(ofDocument: firstUsed[index]) }
    task.instances = InstanceList(pieces)
    task.objective = objective
    task.furtherFiles = furtherFiles.map {
      FurtherFile(firstInstance: piece(ofDocument: $0.firstInstance), path: $0.path)
    }
    task.validationStart = validationStart.map(piece)
    (cut.documents, cut.cutDocuments, cut.pieces) = (used.count, pieces.cutDocuments, pieces.count)
    (cut.tokens, cut.tooShort) = (pieces.tokenCount, encoded.documents.count - used.count)
    return (task, cut)
  }

  /// The ids of the documents: in a store beside the documents' own, else in memory.
  private func encoded(_ encoding: Encoding, _ cut: inout Cut) throws -> EncodedTexts {
    if instances.store != nil, let cache = encoding.cache {
      let source = TokenizedDocuments(
        of: self, tokenizer: encoding.tokenizer, threads: encoding.threads, progress: encoding.progress)
      if let (tasks, use) = try cache.storedIfPossible(source), let sections = tasks.first?.instances {
        cut.use = use
        return try EncodedTexts(sections: sections)
      }
    }
    let mostTokens = encoding.memory / (2 * MemoryLayout<Int32>.stride)
    let inMemory = try EncodedTexts(
      of: self, tokenizer: encoding.tokenizer, mostTokens: mostTokens, threads: encoding.threads,
      progress: encoding.progress)
    guard let inMemory else {
      throw TaskDataError.textsTooLarge(
        location: origin, task: name, tokens: mostTokens, bytes: encoding.memory)
    }
    return inMemory
  }
}
