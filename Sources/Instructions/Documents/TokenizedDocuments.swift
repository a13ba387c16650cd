import Diagnostics
import Storage
import Tokenization

/// The documents of a task as token ids, as a source that a cache can store.
///
/// Each instance is a section of a document, so that any part is read without the rest of a long one. The
/// first section of a document has its line and name, and a hash of its text as its input; the others have no
/// input.
struct TokenizedDocuments: StorableSource {
  /// The most tokens of a section.
  static let sectionLength = 4096
  /// To be raised whenever the same documents give other sections.
  private static let version = "tokenized documents 1"

  private let task: InstructionTask
  private let tokenizer: any Tokenizer
  private let threads: Int
  private let progress: @Sendable (WorkProgress) -> Void

  init(
    of task: InstructionTask, tokenizer: any Tokenizer, threads: Int,
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) {
    self.task = task
    self.tokenizer = tokenizer
    self.threads = max(1, threads)
    self.progress = progress
  }

  var path: String { "\(task.origin.file) as token ids" }

  /// None: the documents have a digest.
  var files: [String] { [] }

  var settings: String {
    var writer = ByteWriter()
    writer.append(vocabularyOf: tokenizer)
    return "\(Self.version)\n\(task.name)\n\(task.instances.digest)\n\(Hexadecimal.text(writer.bytes))"
  }

  func read(into sink: inout some TaskSink) throws {
    let number = sink.begin(
      InstructionTask(name: task.name, cluster: task.cluster, instances: [], origin: task.origin))
    let (count, name) = (task.instances.count, task.name)
    let step = 256 * threads
    for first in stride(from: 0, to: count, by: step) {
      let encoding = DocumentEncoding(
        of: task.instances, first..<min(first + step, count), tokenizer: tokenizer
      ) { [progress] done in
        progress(WorkProgress("tokenizing the texts of '\(name)'", done: done, of: count, .instances))
      }
      for document in encoding.run(threads: threads) ?? [] {
        for section in Self.sections(of: document) { try sink.append(section, to: number) }
      }
    }
    if let failure = task.instances.failure { throw failure }
  }

  /// The sections of a document, at least one.
  static func sections(of document: EncodedDocument) -> [Instance] {
    stride(from: 0, to: max(document.tokens.count, 1), by: sectionLength).map { start in
      let ids = Array(document.tokens[start..<min(start + sectionLength, document.tokens.count)])
      let isFirst = start == 0
      return Instance(
        id: isFirst ? document.id : nil, input: isFirst ? String(document.hash, radix: 16) : "",
        references: [], tokens: TokenPair(inputs: ids, targets: []), line: document.line)
    }
  }
}

/// Token ids of documents, one document behind the other: in memory, or in sections of a store.
enum DocumentTokens: Sendable {
  case memory([Int32])
  /// - Parameter starts: the first token of each section, and behind the last one where it ends.
  case sections(InstanceList, starts: [Int])

  /// The ids of all documents in memory.
  init(_ documents: [EncodedDocument]) {
    var tokens: [Int32] = []
    tokens.reserveCapacity(documents.reduce(0) { $0 + $1.tokens.count })
    for document in documents { tokens += document.tokens }
    self = .memory(tokens)
  }

  /// Why what was read is not what was stored.
  var failure: TaskDataError? {
    if case .sections(let sections, _) = self { sections.failure } else { nil }
  }

  /// The ids at these places.
  subscript(range: Range<Int>) -> [Int32] {
    switch self {
    case .memory(let tokens): return Array(tokens[range])
    case .sections(let sections, let starts):
      var ids: [Int32] = []
      var section = Self.section(at: range.lowerBound, starts)
      while section < sections.count, starts[section] < range.upperBound {
        let part = sections[section].tokens?.inputs ?? []
        let first = max(range.lowerBound - starts[section], 0)
        // Of a damaged store less may come back than was stored: its failure tells.
        let last = min(range.upperBound - starts[section], part.count)
        if first < last { ids += part[first..<last] }
        section += 1
      }
      return ids
    }
  }

  /// The last section that begins at a place or before.
  private static func section(at place: Int, _ starts: [Int]) -> Int {
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }
}
