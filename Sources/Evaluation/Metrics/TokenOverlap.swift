/// Exact match and token F1 as SQuAD has them.
///
/// Rajpurkar et al. 2016 (arXiv 1606.05250), section 6.1: answers are compared in lower case, without ASCII
/// punctuation, without the articles `a`, `an` and `the`, and with runs of white space as one space.
package enum TokenOverlap {
  /// The words that are compared.
  package static func words(_ text: String) -> [String] {
    PlainText.words(withoutPunctuation(text.lowercased())).filter { !["a", "an", "the"].contains($0) }
  }

  /// 1 where the words are the same, else 0.
  package static func exactMatch(_ answer: String, _ reference: String) -> Double {
    words(answer) == words(reference) ? 1 : 0
  }

  /// The harmonic mean of precision and recall over the words, each counted as often as it occurs in both.
  /// Where either has no words, 1 if both have none, else 0.
  package static func f1(_ answer: String, _ reference: String) -> Double {
    let (given, wanted) = (words(answer), words(reference))
    if given.isEmpty || wanted.isEmpty { return given.isEmpty && wanted.isEmpty ? 1 : 0 }
    var left: [String: Int] = [:]
    for word in wanted { left[word, default: 0] += 1 }
    var shared = 0
    for word in given {
      guard let count = left[word], count > 0 else { continue }
      left[word] = count - 1
      shared += 1
    }
    return shared == 0 ? 0 : 2 * Double(shared) / Double(given.count + wanted.count)
  }

  /// `text` without ASCII punctuation.
  static func withoutPunctuation(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          !(scalar.isASCII && (0x21...0x7E).contains(scalar.value) && !isAlphanumeric(scalar))
        }))
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
  }
}
