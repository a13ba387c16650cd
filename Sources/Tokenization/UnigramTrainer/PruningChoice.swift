/// Which pieces the texts would miss most.
///
/// The loss of a piece is how much the texts' log likelihood falls if each of its uses is spelled by the
/// pieces that spell it best without it (Kudo 2018).
struct PruningChoice {
  private let pieces: CandidatePieces
  private let scores: [Double]
  /// How often each piece is in the best cuts of all units.
  private var uses: [Double]
  private var allUses = 0.0

  /// Cuts all units the best way.
  init(_ pieces: CandidatePieces, _ corpus: TrainingCorpus) {
    self.pieces = pieces
    scores = pieces.probabilities.map { $0 > 0 ? NaturalLogarithm.of($0) : -.infinity }
    uses = [Double](repeating: 0, count: scores.count)
    for unit in corpus.units {
      for piece in pieces.lattice.bestPath(unit.start..<unit.start + unit.length, scores).pieces {
        uses[piece] += unit.count
        allUses += unit.count
      }
    }
  }

  /// The required pieces, and those of the greatest loss, `count` in all.
  func survivors(_ count: Int) -> [Int] {
    var survivors: [Int] = []
    var losses: [(piece: Int, loss: Double)] = []
    for piece in scores.indices where pieces.probabilities[piece] > 0 {
      if pieces.required[piece] {
        survivors.append(piece)
      } else if uses[piece] > 0, let loss = loss(of: piece) {
        losses.append((piece, loss))
      }
    }
    losses.sort { ($1.loss, $0.piece) < ($0.loss, $1.piece) }
    survivors.append(contentsOf: losses.prefix(max(0, count - survivors.count)).map(\.piece))
    return survivors
  }

  /// - Returns: `nil` if the piece's text is spelled better without it: nothing would be lost.
  private func loss(of piece: Int) -> Double? {
    guard case .range(let range) = pieces.spellings[piece] else { return nil }
    let (others, score) = pieces.lattice.bestPath(range, scores, excluding: Int32(piece))
    if score > scores[piece] { return nil }
    let now = uses[piece]
    let usesAfter = allUses + now * Double(others.count - 1)
    let logarithmOfUses = NaturalLogarithm.of(usesAfter)
    var after = 0.0
    for other in others { after += NaturalLogarithm.of(uses[other] + now) - logarithmOfUses }
    return now * (NaturalLogarithm.of(now / allUses) - after)
  }
}

/// A natural logarithm from sums and products alone, so that it is the same to the last bit on every machine;
/// the system's may differ with the processor.
enum NaturalLogarithm {
  private static let ofTwo = 0x1.62e42fefa39efp-1
  private static let squareRootOfTwo = 0x1.6a09e667f3bcdp0

  /// The logarithm of a positive, finite, normal number, to about 1e-15.
  ///
  /// x = m 2^e with m in [1/sqrt 2, sqrt 2]; ln m = 2 artanh z with z = (m - 1) / (m + 1), as a series in z.
  static func of(_ x: Double) -> Double {
    var fraction = x.significand
    var exponent = Double(x.exponent)
    if fraction > squareRootOfTwo {
      fraction /= 2
      exponent += 1
    }
    let z = (fraction - 1) / (fraction + 1)
    let square = z * z
    var sum = 0.0
    for term in stride(from: 21.0, through: 1.0, by: -2.0) { sum = sum * square + 1 / term }
    return exponent * ofTwo + 2 * z * sum
  }
}
