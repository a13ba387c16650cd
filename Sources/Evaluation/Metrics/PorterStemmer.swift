/// Porter's stemmer for English (Porter 1980, "An algorithm for suffix stripping"), with the departures that
/// NLTK makes from it and that scores with rouge_score therefore have: a table of irregular words, `ies` and
/// `ied` of short words, `y` after a consonant, `bli`, `fulli` and `logi`, and short stems such as `us`
/// before a silent `e`.
enum PorterStemmer {
  /// The stem of a word of lower-case ASCII letters and digits.
  static func stem(_ word: [UInt8]) -> String {
    let text = String(decoding: word, as: UTF8.self)
    if let known = irregular[text] { return known }
    if word.count <= 2 { return text }
    var stem = Stem(word)
    stem.removePlural()
    stem.removePast()
    stem.replaceFinalY()
    stem.replaceDoubleSuffix()
    stem.apply(Rules.third) { $0.measure > 0 }
    stem.removeSuffix()
    stem.removeFinalE()
    return String(decoding: stem.letters, as: UTF8.self)
  }

  private static let irregular = [
    "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "news": "news",
    "innings": "inning", "inning": "inning", "outings": "outing", "outing": "outing", "cannings": "canning",
    "canning": "canning", "howe": "howe", "proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
  ]

  /// Suffixes and what takes their place; the first that a word ends with is the only one that is tried.
  enum Rules {
    typealias Rule = (suffix: [UInt8], replacement: [UInt8])

    static let plural = rules(["sses ss", "ies i", "ss ss", "s"])
    static let second = rules([
      "ational ate", "tional tion", "enci ence", "anci ance", "izer ize", "bli ble", "alli al", "entli ent",
      "eli e", "ousli ous", "ization ize", "ation ate", "ator ate", "alism al", "iveness ive", "fulness ful",
      "ousness ous", "aliti al", "iviti ive", "biliti ble", "fulli ful",
    ])
    static let third = rules([
      "icate ic", "ative", "alize al", "iciti ic", "ical ic", "ful", "ness",
    ])
    static let beforeIon = rules([
      "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent",
    ])
    static let afterIon = rules(["ou", "ism", "ate", "iti", "ous", "ive", "ize"])

    private static func rules(_ texts: [String]) -> [Rule] {
      texts.map { text in
        let parts = text.split(separator: " ").map { Array($0.utf8) }
        return (parts[0], parts.count > 1 ? parts[1] : [])
      }
    }
  }
}
