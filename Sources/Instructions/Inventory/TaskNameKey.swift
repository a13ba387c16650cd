/// What two names of one task have in common, however a source writes it.
///
/// Versions (`glue/mnli:2.0.0`), separators and case, prefixes of collections (`cot_`, `stream_`, `glue_`)
/// and endings of files and dumps (`_train`, `_zs_opt`) do not count. `_ii`, the inversions of a data set,
/// does.
package enum TaskNameKey {
  private static let prefixes: [[Substring]] = [
    ["super", "glue"], ["natural", "instructions"], ["ai2", "arc"], ["flan", "2021"], ["flan", "2022"],
    ["cot"], ["stream"], ["glue"], ["superglue"], ["gem"], ["flan"], ["flan2021"], ["flan2022"], ["muffin"],
    ["t0"], ["niv2"], ["huggingface"],
  ]

  private static let endings: [[Substring]] = [
    ["zs", "opt"], ["zs", "noopt"], ["fs", "opt"], ["fs", "noopt"], ["10templates"], ["train"], ["training"],
  ]

  /// Names in TensorFlow Datasets that differ from the collection's by more than separators.
  private static let synonyms = [
    "squadv11": "squadv1", "squadv20": "squadv2", "triviaqarc": "triviaqa", "storycloze2016": "storycloze",
    "naturalquestionsopen": "naturalquestions", "imdbreviewsplaintext": "imdbreviews",
    "wmt14translatefren": "wmt14enfr", "mathdatasetalgebralinear1d": "mathdataset",
  ]

  /// The key of `name`: letters and digits alone, in lower case.
  package static func key(of name: String) -> String {
    var words = words(of: name)
    var isShorter = true
    while isShorter {
      isShorter = false
      for prefix in prefixes where words.count > prefix.count && words.starts(with: prefix) {
        words.removeFirst(prefix.count)
        isShorter = true
      }
      for ending in endings where words.count > ending.count && words.suffix(ending.count) == ending[...] {
        words.removeLast(ending.count)
        isShorter = true
      }
    }
    let key = words.joined()
    return synonyms[key] ?? key
  }

  /// The words of `name` without its version.
  static func words(of name: String) -> [Substring] {
    var text = name.lowercased()[...]
    // The collection's table ends a name of Natural Instructions before its first point: `task1640_aqa1.0_...`.
    if text.hasPrefix("task"), text.dropFirst(4).first?.isNumber == true, let point = text.firstIndex(of: ".")
    {
      text = text[..<point]
    }
    if let colon = text.lastIndex(of: ":"), text[text.index(after: colon)...].allSatisfy(isOfVersion) {
      text = text[..<colon]
    }
    return text.split { !$0.isLetter && !$0.isNumber }.map { Substring($0) }
  }

  private static func isOfVersion(_ letter: Character) -> Bool { letter.isNumber || letter == "." }
}
