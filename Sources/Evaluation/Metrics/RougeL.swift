/// ROUGE-L as the authors of Natural Instructions score with it: the F measure of rouge_score's `rougeL` with
/// stemming.
///
/// Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 3.1: with L the longest common
/// subsequence of words, precision is L over the words of the answer, recall L over the words of the
/// reference, and F their harmonic mean. Words are runs of ASCII letters and digits in lower case; those of
/// more than three letters are stemmed.
package enum RougeL {
  /// The F measure, from 0 to 1; 0 where either has no words.
  package static func score(_ answer: String, _ reference: String) -> Double {
    let (given, wanted) = (words(answer), words(reference))
    if given.isEmpty || wanted.isEmpty { return 0 }
    let length = Double(longestCommonSubsequence(given, wanted))
    if length == 0 { return 0 }
    let (precision, recall) = (length / Double(given.count), length / Double(wanted.count))
    return 2 * precision * recall / (precision + recall)
  }

  /// The stemmed words of `text`.
  static func words(_ text: String) -> [String] {
    text.lowercased().utf8.split { !isWordByte($0) }.map { word in
      word.count > 3 ? PorterStemmer.stem(Array(word)) : String(decoding: word, as: UTF8.self)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func longestCommonSubsequence(_ a: [String], _ b: [String]) -> Int {
    var numbers: [String: Int] = [:]
    func number(_ word: String) -> Int {
      if let known = numbers[word] { return known }
      numbers[word] = numbers.count
      return numbers.count - 1
    }
    let (a, b) = (a.map(number), b.map(number))
    var lengths = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (index, y) in b.enumerated() {
        let above = lengths[index + 1]
        lengths[index + 1] = x == y ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return lengths[b.count]
  }
}
