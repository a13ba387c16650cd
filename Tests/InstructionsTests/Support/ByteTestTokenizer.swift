import Foundation
import Tokenization

/// One id per byte, from 3 on: exact, and without a vocabulary file.
struct ByteTestTokenizer: Tokenizer {
  var vocabularySize: Int { 259 }
  var padID: Int32 { 0 }
  var endOfSequenceID: Int32 { 1 }
  var unknownID: Int32 { 2 }
  var files: [(name: String, bytes: Data)] { [] }

  func encode(_ text: String) -> [Int32] { text.utf8.map { Int32($0) + 3 } }

  func decode(_ ids: some Sequence<Int32>) -> String {
    String(decoding: ids.compactMap { (3..<259).contains($0) ? UInt8($0 - 3) : nil }, as: UTF8.self)
  }

  func piece(of id: Int32) -> String? { (3..<259).contains(id) ? decode([id]) : nil }
}
