/// A step that cuts text into pieces: what a `pre_tokenizer` of a `tokenizer.json` is made of.
enum CutStep: Sendable {
  /// Cuts at the words of a pattern; each is a piece.
  case words(WordPattern)
  /// Cuts at numbers: each is a piece, or each run of them.
  case digits(individual: Bool)
  /// Cuts at the matches of a pattern.
  case split(TextPattern, SplitBehavior, inverted: Bool)
  /// Spaces become a symbol, which may also come first; then cuts before each.
  case metaspace(symbol: [UInt8], PrependScheme, splits: Bool)
  /// Puts a space before a piece that has none.
  case leadingSpace

  /// When a symbol comes before a text.
  enum PrependScheme: String, Sendable, CaseIterable {
    /// Before each piece.
    case always
    /// Before the piece that the text starts with.
    case first
    /// Not at all.
    case never
  }

  /// What becomes of the matches of a pattern.
  enum SplitBehavior: String, Sendable, CaseIterable {
    /// They are left out.
    case removed = "Removed"
    /// Each is a piece.
    case isolated = "Isolated"
    /// Each belongs to the piece before it.
    case mergedWithPrevious = "MergedWithPrevious"
    /// Each belongs to the piece after it.
    case mergedWithNext = "MergedWithNext"
    /// Each run of them is a piece.
    case contiguous = "Contiguous"
  }
}

extension CutStep.SplitBehavior {
  /// The pieces of a text, of which some are empty where `tokenizers` leaves them out.
  func pieces(
    of text: UnsafeBufferPointer<UInt8>, at pattern: TextPattern, inverted: Bool
  ) -> [Range<Int>] {
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    var position = 0
    while let match = pattern.first(in: text, from: position) {
      if match.lowerBound > position { parts.append((position..<match.lowerBound, inverted)) }
      parts.append((match, !inverted))
      position = match.upperBound
    }
    if position < text.count { parts.append((position..<text.count, inverted)) }
    switch self {
    case .isolated: return parts.map(\.range)
    case .removed: return parts.filter { !$0.isMatch }.map(\.range)
    case .contiguous: return Self.joined(parts) { $0 == $1 }
    case .mergedWithPrevious: return Self.joined(parts) { !$0 && $1 }
    // Seen from the end, where the first one is the later one.
    case .mergedWithNext: return Self.joined(parts.reversed()) { !$0 && $1 }.reversed()
    }
  }

  /// Joins parts, in their order, with the one before where `joins` says so of whether each is a match.
  private static func joined(
    _ parts: [(range: Range<Int>, isMatch: Bool)], _ joins: (_ before: Bool, _ here: Bool) -> Bool
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var before: Bool?
    for (range, isMatch) in parts {
      if let last = pieces.indices.last, let before, joins(before, isMatch) {
        let piece = pieces[last]
        pieces[last] =
          min(piece.lowerBound, range.lowerBound)..<max(piece.upperBound, range.upperBound)
      } else {
        pieces.append(range)
      }
      before = isMatch
    }
    return pieces
  }
}
