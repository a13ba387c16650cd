/// The pieces that are still in the running, with their probabilities and all their places in the corpus.
struct CandidatePieces {
  /// Where a piece is spelled.
  enum Spelling {
    /// In the corpus's symbols.
    case range(Range<Int>)
    /// Nowhere in the corpus: a required piece.
    case text(String)
  }

  /// No probability is set below this.
  static let leastProbability = 0x1p-30

  private(set) var spellings: [Spelling] = []
  /// Characters and what the options demand are never dropped.
  private(set) var required: [Bool] = []
  /// 0 for pieces that have been dropped.
  var probabilities: [Double] = []
  private(set) var lattice = PieceLattice()

  /// Takes all characters, the required pieces, and the substrings that cover most of the texts (count times
  /// length, Kudo's choice), up to the number of seeds.
  init(_ corpus: TrainingCorpus, _ options: UnigramTrainer.Options) {
    let order = SuffixOrder(corpus, limit: options.maximumPieceLength)
    var places: [(range: Range<Int>, length: Int)] = []
    for index in corpus.alphabet.indices {
      places.append((order.range(of: [TrainingCorpus.Symbol(index + 1)], in: corpus), 1))
    }
    let demanded = Self.demanded(options.requiredPieces, corpus, order)
    places.append(contentsOf: demanded.places)
    required = [Bool](repeating: true, count: places.count)
    var weights = places.map { order.count(of: $0.range) * Double($0.length) }
    let taken = Set(demanded.places.map { [$0.range.lowerBound, $0.length] })
    var seeds = order.repeatedSubstrings(in: corpus).compactMap { seed -> (Double, Range<Int>, Int)? in
      let count = order.count(of: seed.range)
      if count < 2 || taken.contains([seed.range.lowerBound, seed.length]) { return nil }
      return (count * Double(seed.length), seed.range, seed.length)
    }
    seeds.sort { ($1.0, $0.1.lowerBound, $0.2) < ($0.0, $1.1.lowerBound, $1.2) }
    for (weight, range, length) in seeds.prefix(options.seedCount) {
      places.append((range, length))
      weights.append(weight)
      required.append(false)
    }
    spellings = places.map { place in
      let start = order.starts[place.range.lowerBound]
      return .range(start..<start + place.length)
    }
    lattice = PieceLattice(places, order, symbolCount: corpus.symbols.count)
    for text in demanded.absent {
      spellings.append(.text(text))
      weights.append(0)
      required.append(true)
    }
    probabilities = Self.normalized(weights)
  }

  /// The required pieces that are no single character of the alphabet: where they are, or that they are
  /// nowhere.
  private static func demanded(
    _ pieces: [String], _ corpus: TrainingCorpus, _ order: SuffixOrder
  ) -> (places: [(range: Range<Int>, length: Int)], absent: [String]) {
    var places: [(range: Range<Int>, length: Int)] = []
    var absent: [String] = []
    var seen: Set<[UInt8]> = []
    for piece in pieces {
      let scalars = piece.unicodeScalars.map { $0 == " " ? SpaceSymbol.scalar : $0 }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      guard seen.insert(Array(String(text).utf8)).inserted else { continue }
      let symbols = scalars.compactMap { scalar in
        corpus.alphabet.firstIndex(of: scalar).map { TrainingCorpus.Symbol($0 + 1) }
      }
      if symbols.count == scalars.count, symbols.count == 1 { continue }
      let range = symbols.count == scalars.count ? order.range(of: symbols, in: corpus) : 0..<0
      if range.isEmpty { absent.append(String(text)) } else { places.append((range, symbols.count)) }
    }
    return (places, absent)
  }

  /// Probabilities in proportion to weights, none below `leastProbability`.
  private static func normalized(_ weights: [Double]) -> [Double] {
    let total = max(weights.reduce(0, +), .leastNormalMagnitude)
    return weights.map { max($0 / total, leastProbability) }
  }

  /// The number of pieces that have not been dropped.
  var aliveCount: Int { probabilities.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }

  /// One round of expectation maximization.
  ///
  /// The new probability is in proportion to the expected count less one half. That is what a sparse
  /// Dirichlet prior comes to in variational Bayes, exp(digamma(count)), but for terms that vanish as 1 /
  /// count: rare pieces lose most. What is expected less than half a time is dropped.
  mutating func fit(to corpus: TrainingCorpus) {
    let expected = lattice.expectedCounts(in: corpus, probabilities)
    var weights = expected.map { max($0 - 0.5, 0) }
    var isDropping = false
    for piece in weights.indices where weights[piece] == 0 && !required[piece] {
      isDropping = isDropping || probabilities[piece] > 0
      weights[piece] = -1
    }
    let total = max(weights.reduce(0) { $0 + max($1, 0) }, .leastNormalMagnitude)
    for (piece, weight) in weights.enumerated() {
      probabilities[piece] = weight < 0 ? 0 : max(weight / total, Self.leastProbability)
    }
    if isDropping { lattice.keep { probabilities[$0] > 0 } }
  }

  /// Drops pieces until at most `count` are left; required ones stay in any case.
  mutating func prune(to count: Int, _ corpus: TrainingCorpus) {
    let survivors = Set(PruningChoice(self, corpus).survivors(count))
    for piece in probabilities.indices where !survivors.contains(piece) { probabilities[piece] = 0 }
    lattice.keep { probabilities[$0] > 0 }
  }

  /// The piece's text as the file spells it.
  func text(of piece: Int, _ corpus: TrainingCorpus) -> String {
    switch spellings[piece] {
    case .text(let text): return text
    case .range(let range):
      var text = String.UnicodeScalarView()
      for symbol in corpus.symbols[range] { text.append(corpus.alphabet[Int(symbol) - 1]) }
      return String(text)
    }
  }

  /// The required pieces and the most probable others, `count` in all or fewer, by falling probability, then
  /// by their bytes, with natural logarithms of their probabilities.
  func best(_ count: Int, _ corpus: TrainingCorpus) -> [(text: String, score: Float)] {
    let alive = probabilities.indices.filter { probabilities[$0] > 0 }.map { piece in
      (piece: piece, text: text(of: piece, corpus), probability: probabilities[piece])
    }
    let sorted = alive.sorted { a, b in
      if a.probability != b.probability { return a.probability > b.probability }
      return a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
    var room = count - required.filter { $0 }.count
    let kept = sorted.filter { entry in
      if required[entry.piece] { return true }
      room -= 1
      return room >= 0
    }
    return kept.map { ($0.text, Float(NaturalLogarithm.of($0.probability))) }
  }
}
