/// The texts to train on, cut into units that no piece reaches over, each with its count.
struct TrainingCorpus {
  /// A character by its place in `alphabet`, plus one; 0 ends a unit.
  typealias Symbol = UInt32

  /// A stretch of text inside `symbols`.
  struct Unit {
    var start: Int
    var length: Int
    /// How often it is in the texts. `Double`, so that no count overflows.
    var count: Double
  }

  /// The most symbols of a unit. The product of this many probabilities is still a normal `Double`, if none
  /// is below `CandidatePieces.leastProbability`.
  static let longestUnit = 32

  /// The characters that get a piece, most frequent first.
  let alphabet: [Unicode.Scalar]
  /// How often each of the alphabet is in the texts.
  let characterCounts: [Double]
  /// All units, each followed by a 0.
  let symbols: [Symbol]
  let units: [Unit]

  /// Counts words (or whole texts) and cuts them into units.
  init(_ texts: some Sequence<(text: String, count: Int)>, _ options: UnigramTrainer.Options) {
    let words = Self.countWords(texts, splitsOnSpaces: options.splitsOnSpaces)
    (alphabet, characterCounts) = Self.alphabet(of: words, coverage: options.characterCoverage)
    var symbolOf: [Unicode.Scalar: Symbol] = [:]
    for (index, scalar) in alphabet.enumerated() { symbolOf[scalar] = Symbol(index + 1) }
    var counts: [[Symbol]: Double] = [:]
    for word in words {
      var unit: [Symbol] = []
      var previous = CharacterClass.space
      func finish() {
        if !unit.isEmpty { counts[unit, default: 0] += word.count }
        unit.removeAll(keepingCapacity: true)
      }
      for scalar in word.scalars {
        let symbol = symbolOf[scalar]
        let standsAlone = symbol == nil || Self.standsAlone(scalar, splitsDigits: options.splitsDigits)
        let current = options.splitsPunctuation ? CharacterClass(scalar) : .space
        if standsAlone || unit.count == Self.longestUnit || current.isSplit(from: previous) { finish() }
        previous = current
        if let symbol { unit.append(symbol) }
        if standsAlone { finish() }
      }
      finish()
    }
    var symbols: [Symbol] = []
    var units: [Unit] = []
    for (unit, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      units.append(Unit(start: symbols.count, length: unit.count, count: count))
      symbols.append(contentsOf: unit)
      symbols.append(0)
    }
    self.symbols = symbols
    self.units = units
  }

  /// Whether a character is never part of a longer piece.
  private static func standsAlone(_ scalar: Unicode.Scalar, splitsDigits: Bool) -> Bool {
    scalar.value < 0x20 || splitsDigits && scalar.properties.generalCategory == .decimalNumber
  }

  /// What a character may share a piece with: its like, and the space before it.
  private enum CharacterClass {
    case space, letter, digit, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.properties.generalCategory {
      case _ where scalar == SpaceSymbol.scalar: self = .space
      case .decimalNumber: self = .digit
      case .nonspacingMark, .spacingMark, .enclosingMark: self = .letter
      default: self = scalar.properties.isAlphabetic ? .letter : .other
      }
    }

    func isSplit(from previous: Self) -> Bool { self != .space && previous != .space && self != previous }
  }

  private typealias Word = (scalars: [Unicode.Scalar], count: Double)

  /// Distinct words in the order of their bytes; sums of whole numbers are exact, so their order does not
  /// matter.
  private static func countWords(
    _ texts: some Sequence<(text: String, count: Int)>, splitsOnSpaces: Bool
  ) -> [Word] {
    let space = UInt8(ascii: " ")
    var counts: [[UInt8]: Double] = [:]
    for (text, count) in texts where count > 0 {
      let words = SpaceSymbol.compact(text.utf8).split { $0 == space || $0 == SpaceSymbol.byte }
      if splitsOnSpaces {
        for word in words { counts[[SpaceSymbol.byte] + word, default: 0] += Double(count) }
      } else if !words.isEmpty {
        counts[words.flatMap { [SpaceSymbol.byte] + $0 }, default: 0] += Double(count)
      }
    }
    return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { word, count in
      (Array(String(decoding: SpaceSymbol.expand(word), as: UTF8.self).unicodeScalars), count)
    }
  }

  /// The most frequent characters that make up the wanted share of the text.
  private static func alphabet(of words: [Word], coverage: Double) -> ([Unicode.Scalar], [Double]) {
    var counts: [Unicode.Scalar: Double] = [:]
    for word in words {
      for scalar in word.scalars where scalar != "\0" { counts[scalar, default: 0] += word.count }
    }
    let sorted = counts.sorted { ($1.value, $0.key.value) < ($0.value, $1.key.value) }
    let wanted = sorted.reduce(0) { $0 + $1.value } * coverage
    var covered = 0.0
    let kept = sorted.prefix { entry in
      defer { covered += entry.value }
      return covered < wanted
    }
    return (kept.map(\.key), kept.map(\.value))
  }
}
