import Diagnostics
import Tokenization

/// The documents of a task as token ids: in memory, or where the task itself is in a store, in one beside it.
struct EncodedTexts {
  /// All documents, in order, also those of too few tokens.
  let documents: [TextPieces.Document]
  /// Their ids.
  let tokens: DocumentTokens
  /// The least and the greatest id; `nil` without any.
  let ids: ClosedRange<Int32>?

  /// The ids in memory; `nil` where there are more than `mostTokens`.
  /// - Throws: `TaskDataError.damagedStore`.
  init?(
    of task: InstructionTask, tokenizer: any Tokenizer, mostTokens: Int, threads: Int,
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) throws(TaskDataError) {
    let (count, name) = (task.instances.count, task.name)
    let encoding = DocumentEncoding(
      of: task.instances, 0..<count, tokenizer: tokenizer, mostTokens: mostTokens
    ) { done in
      progress(WorkProgress("tokenizing the texts of '\(name)'", done: done, of: count, .instances))
    }
    let encoded = encoding.run(threads: threads)
    if let failure = task.instances.failure { throw failure }
    guard let encoded else { return nil }
    var start = 0
    documents = encoded.map { document in
      defer { start += document.tokens.count }
      return TextPieces.Document(
        start: start, count: document.tokens.count, hash: document.hash, line: document.line, id: document.id)
    }
    tokens = DocumentTokens(encoded)
    var (least, greatest) = (Int32.max, Int32.min)
    for document in encoded {
      for id in document.tokens { (least, greatest) = (min(least, id), max(greatest, id)) }
    }
    ids = least <= greatest ? least...greatest : nil
  }

  /// The ids in sections of a store (`TokenizedDocuments`), which is gone through once.
  /// - Throws: `TaskDataError.damagedStore`.
  init(sections: InstanceList) throws(TaskDataError) {
    var documents: [TextPieces.Document] = []
    var (starts, place) = ([Int](), 0)
    for section in sections {
      let count = section.tokens?.inputs.count ?? 0
      if section.input.isEmpty, let last = documents.indices.last {
        documents[last].count += count
      } else {
        documents.append(
          TextPieces.Document(
            start: place, count: count, hash: UInt64(section.input, radix: 16) ?? 0, line: section.line,
            id: section.id))
      }
      starts.append(place)
      place += count
    }
    if let failure = sections.failure { throw failure }
    let profile = sections.profile
    self.documents = documents
    tokens = .sections(sections, starts: starts + [place])
    ids = profile.leastToken <= profile.greatestToken ? profile.leastToken...profile.greatestToken : nil
  }
}
