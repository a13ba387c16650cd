import Benchmarking
import Diagnostics
import Foundation
import Tokenization

/// Text to ids on one thread.
final class TokenizingTask: WorkerTask {
  private let tokenizer: any Tokenizer
  private let lines: [String]
  private let bytes: Int

  init(_ work: Work) throws {
    tokenizer = try VocabularyFile.open(work.vocabulary)
    let text = String(decoding: try InputFile.read(work.text, what: "file of text"), as: UTF8.self)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    bytes = lines.reduce(0) { $0 + $1.utf8.count }
  }

  func `repeat`(_ number: Int) -> PeerReply {
    let (duration, ids) = timed { lines.map { tokenizer.encode($0) } }
    var reply = PeerReply(duration, amount: Double(bytes))
    let sum = ids.reduce(0) { $0 + $1.reduce(0) { $0 + Int($1) } }
    reply.result = [Double(ids.reduce(0) { $0 + $1.count }), Double(sum)]
    return reply
  }
}
