import Testing

@testable import Tokenization

@Suite struct SuffixOrderTests {
  /// All words over two letters up to length 3, by twos and threes, against counting by hand.
  @Test func `finds every substring that cannot grow, with its count`() {
    let words = ["a", "b", "aa", "ab", "ba", "bb", "aab", "aba", "bab", "bbb"]
    for first in words.indices {
      for second in words.indices {
        check(Dictionary([(words[first], 1), (words[second], 4), ("abab", 2)], uniquingKeysWith: +))
      }
    }
  }

  private func check(_ words: [String: Int]) {
    let texts = words.sorted { $0.key < $1.key }.map { (text: $0.key, count: $0.value) }
    let corpus = TrainingCorpus(texts, UnigramTrainer.Options())
    let order = SuffixOrder(corpus, limit: 16)
    var counts: [String: Int] = [:]
    for (word, count) in texts {
      let letters = Array("\u{2581}" + word)
      for start in letters.indices {
        for end in start..<letters.count { counts[String(letters[start...end]), default: 0] += count }
      }
    }
    let expected = counts.filter { string, count in
      string.count > 1 && ["a", "b"].allSatisfy { counts[string + $0] != count }
    }
    var found: [String: Int] = [:]
    for (range, length) in order.repeatedSubstrings(in: corpus) {
      let start = order.starts[range.lowerBound]
      let symbols = Array(corpus.symbols[start..<start + length])
      let string = symbols.map { String(corpus.alphabet[Int($0) - 1]) }.joined()
      #expect(found.updateValue(Int(order.count(of: range)), forKey: string) == nil)
      #expect(order.range(of: symbols, in: corpus) == range)
    }
    #expect(found == expected, "\(words)")
  }
}
