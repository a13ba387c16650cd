import Testing

@testable import Instructions

@Suite struct NamePatternTests {
  static let cases: [(pattern: String, name: String, matches: Bool)] = [
    ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "", true), ("", "a", false),
    ("*", "", true),
    ("*", "anything", true), ("?", "", false), ("?", "x", true), ("a*c", "ac", true), ("a*c", "abbc", true),
    ("a*c", "abcd", false), ("*mmmlu*", "task664_mmmlu_answer_generation_anatomy", true),
    ("*mmmlu*", "task664_mmlu", false), ("MMLU_*", "mmlu-anatomy", true), ("big-bench", "BIG_bench", true),
    ("a*b*c", "axxbyybzzc", true), ("a*b*c", "axxcyyb", false), ("*?x", "x", false), ("*?x", "yx", true),
    ("task???_*", "task001_first", true), ("task???_*", "task01_first", false),
  ]

  @Test(arguments: cases)
  func patternsMatchWholeNames(_ entry: (pattern: String, name: String, matches: Bool)) {
    #expect(NamePattern(entry.pattern).matches(entry.name) == entry.matches)
  }

  /// All patterns of up to 4 and names of up to 4 letters, against the definition.
  @Test func agreesWithItsDefinition() {
    func words(_ letters: [Character], _ length: Int) -> [[Character]] {
      var all: [[Character]] = [[]]
      var last = all
      for _ in 0..<length {
        last = last.flatMap { word in letters.map { word + [$0] } }
        all += last
      }
      return all
    }
    func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
      guard let first = pattern.first else { return name.isEmpty }
      if first == "*" {
        return matches(name, pattern.dropFirst()) || (!name.isEmpty && matches(name.dropFirst(), pattern))
      }
      guard let letter = name.first, first == "?" || first == letter else { return false }
      return matches(name.dropFirst(), pattern.dropFirst())
    }
    for pattern in words(["a", "b", "*", "?"], 4) {
      let compiled = NamePattern(String(pattern))
      for name in words(["a", "b"], 4) {
        #expect(compiled.matches(String(name)) == matches(name[...], pattern[...]), "\(pattern) \(name)")
      }
    }
  }
}
