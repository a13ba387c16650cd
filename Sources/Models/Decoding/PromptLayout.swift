/// Where the prompts of a batch stand in the encoder's rows.
///
/// Prompts of different lengths share rows as segments, so that little padding is computed.
struct PromptLayout: Equatable {
  /// Rows of the encoder.
  let rows: Int
  /// Tokens of a row.
  let length: Int
  /// The most tokens of one prompt, rounded up as `length` is.
  var sourceLength: Int { length }
  /// Every prompt's places among all tokens, row by row.
  let ranges: [Range<Int>]

  /// The granularity of row lengths, in tokens: prompts of about one length have one program.
  static let lengthStep = 32

  /// Puts the longest prompts first, each into the first row that has room.
  /// - Parameter lengths: tokens of every prompt.
  init(_ lengths: [Int]) {
    let longest = max(1, lengths.max() ?? 1)
    length = (longest + Self.lengthStep - 1) / Self.lengthStep * Self.lengthStep
    var used: [Int] = []
    var ranges = [Range<Int>](repeating: 0..<0, count: lengths.count)
    for prompt in lengths.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
      let row = used.firstIndex { [length] in $0 + lengths[prompt] <= length } ?? used.count
      if row == used.count { used.append(0) }
      let start = row * length + used[row]
      ranges[prompt] = start..<(start + lengths[prompt])
      used[row] += lengths[prompt]
    }
    rows = max(1, used.count)
    self.ranges = ranges
  }

  /// The ids of all rows, and for each its prompt's number from 1 on; 0 where there is padding.
  func tokens(_ prompts: [[Int32]]) -> (ids: [Int32], segments: [Int32]) {
    var (ids, segments) = (
      [Int32](repeating: 0, count: rows * length), [Int32](repeating: 0, count: rows * length)
    )
    for (prompt, range) in ranges.enumerated() {
      for (place, id) in zip(range, prompts[prompt]) {
        ids[place] = id
        segments[place] = Int32(truncatingIfNeeded: prompt + 1)
      }
    }
    return (ids, segments)
  }
}
