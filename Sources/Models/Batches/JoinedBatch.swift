/// Rows of a packed batch, one behind the other in a single row (unpadded, variable-length).
///
/// Packing decides which examples share a step; where they stand is up to whoever computes it. Behind each
/// other, nothing is computed for the padding at the rows' ends but what it takes to bring the row to one of
/// few lengths, for each of which there is a program.
public struct JoinedBatch: Sendable {
  /// The shape of the single row.
  public let shape: PackedShape
  /// The batch that the rows are of.
  public let tokens: PackedTokens
  /// Which of its rows.
  public let rows: Range<Int>
  /// Where each row's inputs begin, and behind them where the last row's end.
  public let inputStarts: [Int]
  /// Where each row's targets begin, and behind them where the last row's end.
  public let targetStarts: [Int]

  /// A side of an example.
  public enum Side: Sendable {
    /// What is given.
    case input
    /// What is to be written.
    case target
  }

  /// A token of the batch.
  public struct Token: Sendable, Hashable {
    /// The batch's row.
    public let row: Int
    /// The side of its example.
    public let side: Side
    /// The place in the row's side.
    public let place: Int
  }

  /// A row's length is rounded up by less than this part of the longest one.
  private static let inputSteps = 64
  private static let targetSteps = 32

  /// Joins rows of a batch; all by default.
  public init(_ tokens: PackedTokens, rows: Range<Int>? = nil) {
    let rows = rows ?? 0..<tokens.rows
    self.tokens = tokens
    self.rows = rows
    inputStarts = Self.starts(tokens.inputs, rows)
    targetStarts = Self.starts(tokens.targets, rows)
    shape = PackedShape(
      joining: PackedShape(
        rows: rows.count, inputLength: tokens.inputs.length, targetLength: tokens.targets.length),
      inputLength: Self.rounded(
        inputStarts[rows.count], of: rows.count * tokens.inputs.length, steps: Self.inputSteps),
      targetLength: Self.rounded(
        targetStarts[rows.count], of: rows.count * tokens.targets.length, steps: Self.targetSteps))
  }

  /// The running sums of the rows' tokens.
  private static func starts(_ side: PackedTokens.Side, _ rows: Range<Int>) -> [Int] {
    rows.reduce(into: [0]) { starts, row in
      let first = row * side.length
      let last = side.segments[first..<first + side.length].lastIndex { $0 != 0 }
      starts.append(starts[starts.count - 1] + (last.map { $0 + 1 - first } ?? 0))
    }
  }

  /// The least multiple of a step that holds `count`, up to the longest row.
  private static func rounded(_ count: Int, of longest: Int, steps: Int) -> Int {
    var step = 1
    while 2 * step * steps <= longest { step *= 2 }
    return min(longest, max(1, (count + step - 1) / step) * step)
  }

  /// A segment's number among those of all rows: no row has more of them than places.
  public func unique(_ segment: Int32, _ row: Int) -> Int32 {
    segment == 0 ? 0 : Int32(truncatingIfNeeded: row * tokens.inputs.length) + segment
  }

  /// A value for each place of the joined inputs, 0 behind the last, `[inputLength]`.
  /// - Parameter value: gets the row's number among the joined ones and the place in the batch's inputs.
  public func inputs<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    join(inputStarts, tokens.inputs.length, to: shape.inputLength, value)
  }

  /// A value for each place of the joined targets, 0 behind the last, `[targetLength]`.
  /// - Parameter value: gets the row's number among the joined ones and the place in the batch's targets.
  public func targets<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    join(targetStarts, tokens.targets.length, to: shape.targetLength, value)
  }

  private func join<Value: Numeric>(
    _ starts: [Int], _ length: Int, to count: Int, _ value: (_ row: Int, _ place: Int) -> Value
  ) -> [Value] {
    var values = [Value](repeating: 0, count: count)
    for row in 0..<rows.count {
      let first = (rows.lowerBound + row) * length - starts[row]
      for place in starts[row]..<starts[row + 1] { values[place] = value(row, first + place) }
    }
    return values
  }

  /// Values of the joined targets at the places that these have in their own rows, `[rows, targetLength]`; 0
  /// for padding.
  public func separated(_ values: [Float]) -> [Float] {
    let length = tokens.targets.length
    var separated = [Float](repeating: 0, count: rows.count * length)
    for row in 0..<rows.count {
      let first = row * length - targetStarts[row]
      for place in targetStarts[row]..<targetStarts[row + 1] { separated[first + place] = values[place] }
    }
    return separated
  }

  /// The token at a place of the joined inputs or targets; `nil` for padding.
  public func token(_ side: Side, at place: Int) -> Token? {
    let starts = side == .input ? inputStarts : targetStarts
    return (0..<rows.count).first { (starts[$0]..<starts[$0 + 1]).contains(place) }.map {
      Token(row: rows.lowerBound + $0, side: side, place: place - starts[$0])
    }
  }

  /// The place of a joined row that an element of a tensor was made of, where the tensor has one vector for
  /// each place: `[1, length, ...]` or `[length, ...]`.
  public static func place(of element: Int, in shape: [Int], length: Int) -> Int? {
    let count = shape.reduce(1, *)
    let isOfPlaces = shape.first == length || shape.count >= 2 && shape[0] == 1 && shape[1] == length
    return isOfPlaces && count > 0 ? element / (count / length) : nil
  }
}
