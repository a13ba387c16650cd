import Foundation
import Tokenization

/// Tokenizing the lines of a file, on one thread.
struct EncodingWorkload {
  let vocabulary: String
  let text: String

  /// The lines are read and checked beforehand; only encoding is measured.
  func measure(repeats: Int) throws -> Row {
    let tokenizer = try VocabularyFile.open(vocabulary)
    let source = TextLines(path: text)
    var lines: [String] = []
    try source.forEach { lines.append(try $0.text(of: source.name)) }
    let megabytes = Double(lines.reduce(0) { $0 + $1.utf8.count }) / 1e6
    let rate = Measurement(repeats: repeats, amount: megabytes) {
      for line in lines { _ = tokenizer.encode(line) }
    }
    return Row("tokenizing, one thread", rate, unit: "MB/s", ratio: nil)
  }
}
