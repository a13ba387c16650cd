/// The regular expressions that byte-level tokenizers cut text into words with, as scanners.
///
/// Every character belongs to a word: a pattern leaves nothing between its matches.
struct WordPattern: Sendable, Equatable {
  /// Which words there are.
  enum Shape: Sendable {
    /// A space may stand before letters, numbers and symbols: GPT-2.
    case spaced
    /// Any character but a line end, a letter or a number may stand before letters: Llama 3, Qwen2.
    case free
    /// The same, and a word ends where capitals follow small letters: Mistral's Tekken, `o200k`.
    case cased
  }

  /// How `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` and `'d` are found.
  enum Contractions: Sendable {
    /// They are not.
    case none
    /// As words of their own, in small letters.
    case small
    /// As words of their own, in any case.
    case anyCase
    /// As the end of a word, in any case.
    case atEnd
  }

  var shape: Shape
  var contractions: Contractions
  /// The most numbers of a word; any for a `spaced` pattern.
  var longestNumber = Int.max
  /// Whether `/` goes on with the line ends behind symbols.
  var hasSlash = false
  /// Whether marks (`\p{M}`) are part of words as letters are.
  var hasMarks = false

  /// GPT-2's, which `ByteLevel` has built in.
  static let gpt2 = WordPattern(shape: .spaced, contractions: .small)

  private static let any = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#
  private static let spaces = #"\s+(?!\S)|\s+"#
  private static let prefix = #"[^\r\n\p{L}\p{N}]?"#
  private static let capitals = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
  private static let smalls = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#

  /// The patterns that are known: whose they are, their text and what they are here.
  static let known: [(name: String, text: String, pattern: WordPattern)] = [
    (
      "GPT-2's", #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|"# + spaces, gpt2
    ),
    (
      "Llama 3's", free(numbers: #"\p{N}{1,3}"#),
      WordPattern(shape: .free, contractions: .anyCase, longestNumber: 3)
    ),
    (
      "Qwen2's", free(numbers: #"\p{N}"#), WordPattern(shape: .free, contractions: .anyCase, longestNumber: 1)
    ),
    (
      "Qwen3.5's", free(numbers: #"\p{N}"#, marks: #"\p{M}"#),
      WordPattern(shape: .free, contractions: .anyCase, longestNumber: 1, hasMarks: true)
    ),
    (
      "Tekken's", cased(suffix: "", numbers: #"\p{N}"#),
      WordPattern(shape: .cased, contractions: .none, longestNumber: 1, hasSlash: true)
    ),
    (
      "o200k's", cased(suffix: any + "?", numbers: #"\p{N}{1,3}"#),
      WordPattern(shape: .cased, contractions: .atEnd, longestNumber: 3, hasSlash: true)
    ),
  ]

  /// Whose patterns are known, for messages.
  static var names: String {
    let names = known.map(\.name)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  private static func free(numbers: String, marks: String = "") -> String {
    let letters = marks.isEmpty ? #"\p{L}"# : #"[\p{L}\#(marks)]"#
    return #"\#(any)|\#(prefix)\#(letters)+|\#(numbers)| ?[^\s\p{L}\#(marks)\p{N}]+[\r\n]*|\s*[\r\n]+|"#
      + spaces
  }

  private static func cased(suffix: String, numbers: String) -> String {
    #"\#(prefix)\#(capitals)*\#(smalls)+\#(suffix)|\#(prefix)\#(capitals)+\#(smalls)*\#(suffix)|\#(numbers)"#
      + #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|"# + spaces
  }

  /// Where the word that starts at `start` ends.
  @inline(__always)
  func end(of text: TextView, from start: Int) -> Int {
    switch shape {
    case .spaced: endOfSpacedWord(text, from: start)
    case .free: endOfFreeWord(text, from: start)
    case .cased: endOfCasedWord(text, from: start)
    }
  }
}
