import Testing

@testable import Tokenization

@Suite struct PieceTrieTests {
  private static func trie(_ keys: [[UInt8]]) throws -> PieceTrie {
    try #require(
      PieceTrie(keys.enumerated().map { PieceTrie.Entry(key: $1, score: -Float($0), id: Int32($0)) }))
  }

  /// Every set of keys over two letters up to length 2: 2^6 sets, each asked for every text up to length 3.
  @Test func `finds the longest key in every small world`() throws {
    let words = Self.words(upTo: 2)
    let texts = Self.words(upTo: 3)
    for choice in 1..<1 << words.count {
      let keys = words.indices.filter { choice >> $0 & 1 == 1 }.map { words[$0] }
      let trie = try Self.trie(keys)
      for text in texts {
        let expected = keys.filter { text.starts(with: $0) }.map(\.count).max() ?? 0
        let found = text.withUnsafeBufferPointer { trie.longestMatch(in: $0, at: 0) }
        #expect(found == expected, "\(keys) in \(text)")
      }
    }
  }

  private static func words(upTo length: Int) -> [[UInt8]] {
    var all: [[UInt8]] = []
    var last: [[UInt8]] = [[]]
    for _ in 0..<length {
      last = last.flatMap { [$0 + [0x00], $0 + [0xFF]] }
      all += last
    }
    return all
  }

  @Test func `holds many keys with every byte`() throws {
    var keys: [[UInt8]] = []
    for first in UInt8.min...UInt8.max {
      keys.append([first])
      for second in stride(from: UInt8(0), to: 255, by: 15) { keys.append([first, second, first ^ second]) }
    }
    let trie = try Self.trie(keys)
    for (index, key) in keys.enumerated() {
      #expect(key.withUnsafeBufferPointer { trie.longestMatch(in: $0, at: 0) } == key.count)
      #expect(trie.ids.filter { $0 == Int32(index) }.count == 1 || index > 50)
    }
  }
}
