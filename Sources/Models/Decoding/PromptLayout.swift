/// Where the prompts of a batch stand in the encoder's row.
///
/// All prompts share one row as segments, one behind the other: attention visits a segment's own block only, so a long row costs
/// no more than its prompts do, and nothing is padded but the end.
struct PromptLayout: Equatable {
  /// Tokens of the row: those of all prompts, rounded up so that batches of about one size have one program.
  let length: Int
  /// The most tokens of one prompt, rounded up likewise.
  let sourceLength: Int
  /// Every prompt's places in the row.
  let ranges: [Range<Int>]

  /// The least granularity of lengths, in tokens.
  static let lengthStep = 32
  /// A length is rounded up by less than this part of it, or to `lengthStep`.
  static let slack = 16

  /// Puts the prompts one behind the other.
  /// - Parameter lengths: tokens of every prompt.
  init(_ lengths: [Int]) {
    var end = 0
    ranges = lengths.map { length in
      end += length
      return (end - length)..<end
    }
    length = Self.rounded(end)
    sourceLength = Self.rounded(lengths.max() ?? 0)
  }

  /// The least multiple, of the largest power of two that is no more than the slack allows, that holds `count` tokens.
  private static func rounded(_ count: Int) -> Int {
    var step = lengthStep
    while 2 * step * slack <= count { step *= 2 }
    return max(1, (count + step - 1) / step) * step
  }

  /// The ids of the row, and for each its prompt's number from 1 on; 0 where there is padding.
  func tokens(_ prompts: [[Int32]]) -> (ids: [Int32], segments: [Int32]) {
    var (ids, segments) = ([Int32](repeating: 0, count: length), [Int32](repeating: 0, count: length))
    for (prompt, range) in ranges.enumerated() {
      for (place, id) in zip(range, prompts[prompt]) {
        ids[place] = id
        segments[place] = Int32(truncatingIfNeeded: prompt + 1)
      }
    }
    return (ids, segments)
  }

  /// The place of each token of the row in its own prompt, from 0 on; 0 where there is padding.
  var positions: [Int32] {
    var positions = [Int32](repeating: 0, count: length)
    for range in ranges {
      for place in range { positions[place] = Int32(truncatingIfNeeded: place - range.lowerBound) }
    }
    return positions
  }
}
