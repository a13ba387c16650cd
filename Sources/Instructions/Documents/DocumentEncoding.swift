import Diagnostics
import Foundation
import Tokenization

/// A document's token ids, and what is known of it.
struct EncodedDocument: Sendable {
  let tokens: [Int32]
  let hash: UInt64
  let line: Int
  let id: String?

  init(_ instance: Instance, tokenizer: any Tokenizer) {
    tokens = tokenizer.encode(instance.input)
    var hash = StableHash()
    hash.combine(instance.input)
    self.hash = hash.value
    (line, id) = (instance.line, instance.id)
  }
}

/// Turns documents into token ids, by several threads that take them in runs.
final class DocumentEncoding: @unchecked Sendable {
  private static let runLength = 64

  private let instances: InstanceList
  private let range: Range<Int>
  private let tokenizer: any Tokenizer
  private let mostTokens: Int
  private let onRun: @Sendable (_ done: Int) -> Void
  private let lock = NSLock()
  private var next: Int
  private var done: Int
  private var tokens = 0
  private var runs: [Int: [EncodedDocument]] = [:]

  /// - Parameters:
  ///   - range: the documents.
  ///   - mostTokens: where there are more, the rest is left alone.
  ///   - onRun: told how many documents have been read, those before the range included.
  init(
    of instances: InstanceList, _ range: Range<Int>, tokenizer: any Tokenizer, mostTokens: Int = .max,
    onRun: @escaping @Sendable (_ done: Int) -> Void
  ) {
    self.instances = instances
    self.range = range
    self.tokenizer = tokenizer
    self.mostTokens = mostTokens
    self.onRun = onRun
    (next, done) = (range.lowerBound, range.lowerBound)
  }

  /// All documents, in order; `nil` where they have too many tokens.
  func run(threads: Int) -> [EncodedDocument]? {
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      while let first = take() {
        let last = min(first + Self.runLength, range.upperBound)
        finish((first..<last).map { EncodedDocument(instances[$0], tokenizer: tokenizer) }, at: first)
      }
    }
    if tokens > mostTokens { return nil }
    return stride(from: range.lowerBound, to: range.upperBound, by: Self.runLength).flatMap { runs[$0] ?? [] }
  }

  private func take() -> Int? {
    lock.withLock {
      if next >= range.upperBound || tokens > mostTokens { return nil }
      defer { next += Self.runLength }
      return next
    }
  }

  private func finish(_ documents: [EncodedDocument], at first: Int) {
    let done = lock.withLock {
      runs[first] = documents
      self.done += documents.count
      tokens += documents.reduce(0) { $0 + $1.tokens.count }
      return self.done
    }
    onRun(done)
  }
}
