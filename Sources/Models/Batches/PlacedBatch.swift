/// Rows of a packed batch, put where a program has them: joined or apart (`RowLayout`).
///
/// Packing decides which examples share a step; where they stand is up to whoever computes it. Joined, nothing is computed for the
/// padding at the rows' ends but what it takes to bring the single row to one of few lengths, for each of which there is a program.
public struct PlacedBatch: Sendable {
  /// The shape of the program's rows.
  public let shape: PackedShape
  /// The batch that the rows are of.
  public let tokens: PackedTokens
  /// Which of its rows.
  public let rows: Range<Int>
  /// Where each row's inputs stand, up to its last token, among all places `[rows * inputLength]` of the shape.
  public let inputRuns: [Range<Int>]
  /// Where each row's targets stand, up to its last token, among all places `[rows * targetLength]` of the shape.
  public let targetRuns: [Range<Int>]

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

  /// Places rows of a batch; all by default.
  public init(_ tokens: PackedTokens, rows: Range<Int>? = nil, _ layout: RowLayout) {
    let rows = rows ?? 0..<tokens.rows
    self.tokens = tokens
    self.rows = rows
    inputRuns = Self.runs(tokens.inputs, rows, layout)
    targetRuns = Self.runs(tokens.targets, rows, layout)
    let packed = PackedShape(
      rows: rows.count, inputLength: tokens.inputs.length, targetLength: tokens.targets.length)
    switch layout {
    case .joined:
      shape = PackedShape(
        joining: packed,
        inputLength: Self.rounded(
          inputRuns.last?.upperBound ?? 0, of: packed.inputCount, steps: Self.inputSteps),
        targetLength: Self.rounded(
          targetRuns.last?.upperBound ?? 0, of: packed.targetCount, steps: Self.targetSteps))
    case .apart: shape = packed
    }
  }

  /// Where a side's rows stand.
  private static func runs(_ side: PackedTokens.Side, _ rows: Range<Int>, _ layout: RowLayout) -> [Range<Int>]
  {
    var end = 0
    return rows.map { row in
      let first = row * side.length
      let last = side.segments[first..<first + side.length].lastIndex { $0 != 0 }
      let start = layout == .joined ? end : first - rows.lowerBound * side.length
      end = start + (last.map { $0 + 1 - first } ?? 0)
      return start..<end
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

  /// A value for each place of the inputs, 0 where there is padding, `[rows * inputLength]`.
  /// - Parameter value: gets the row's number among the placed ones and the place in the batch's inputs.
  public func inputs<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    place(inputRuns, tokens.inputs.length, count: shape.inputCount, value)
  }

  /// A value for each place of the targets, 0 where there is padding, `[rows * targetLength]`.
  /// - Parameter value: gets the row's number among the placed ones and the place in the batch's targets.
  public func targets<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    place(targetRuns, tokens.targets.length, count: shape.targetCount, value)
  }

  private func place<Value: Numeric>(
    _ runs: [Range<Int>], _ length: Int, count: Int, _ value: (_ row: Int, _ place: Int) -> Value
  ) -> [Value] {
    var values = [Value](repeating: 0, count: count)
    for (row, run) in runs.enumerated() {
      let first = (rows.lowerBound + row) * length - run.lowerBound
      for place in run { values[place] = value(row, first + place) }
    }
    return values
  }

  /// The number of a place in the batch's inputs, or targets, among those of the placed rows (`RowNumbering`).
  func number(_ place: Int, _ side: PackedTokens.Side) -> Int32 {
    Int32(truncatingIfNeeded: place - rows.lowerBound * side.length)
  }

  /// Values of the placed targets at the places that these have in their packed rows, `[rows, targetLength]`; 0 for padding.
  public func separated(_ values: [Float]) -> [Float] {
    let length = tokens.targets.length
    var separated = [Float](repeating: 0, count: rows.count * length)
    for (row, run) in targetRuns.enumerated() {
      let first = row * length - run.lowerBound
      for place in run { separated[first + place] = values[place] }
    }
    return separated
  }

  /// The token at a place of all inputs or targets; `nil` for padding.
  public func token(_ side: Side, at place: Int) -> Token? {
    let runs = side == .input ? inputRuns : targetRuns
    return runs.indices.first { runs[$0].contains(place) }.map {
      Token(row: rows.lowerBound + $0, side: side, place: place - runs[$0].lowerBound)
    }
  }

  /// The place that an element of a tensor was made of, among those of rows of one length, where the tensor has one vector for each
  /// place: `[rows, length, ...]` or `[rows * length, ...]`.
  public static func place(of element: Int, in shape: [Int], rows: Int, length: Int) -> Int? {
    let (count, places) = (shape.reduce(1, *), rows * length)
    let isOfPlaces =
      shape.first == places || shape.count >= 2 && shape[0] == rows && shape[1] == length
    return isOfPlaces && count > 0 ? element / (count / places) : nil
  }
}
