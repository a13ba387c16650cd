/// Where the tokens of joined rows stand in a decoder's row: every example's prompt, behind it its target.
///
/// The end-of-sequence id of a prompt is left out: what follows a prompt is its target. The last token of a target is only ever
/// predicted, so it has no place. A sequence without a prompt begins with the end-of-sequence id, as between two documents.
struct DecoderSequences {
  /// The ids, `[length]`; 0 behind the last, as in all that follows.
  private(set) var tokens: [Int32]
  /// The sequence of each, from 1 on.
  private(set) var segments: [Int32]
  /// The place of each in its sequence, from 0 on.
  private(set) var positions: [Int32]
  /// The sequence of each token of a prompt; 0 for those of targets.
  private(set) var prompts: [Int32]
  /// The joined row that each is of, from 0 on.
  private(set) var rows: [Int32]
  /// The number of each place among those that the rows would have apart (`RowNumbering`).
  private(set) var numbers: [Int32]
  /// The place of the token that each joined target follows, `[targetLength]`; behind them those that tokens of prompts follow, where
  /// these count, `[targetLength + inputLength]`.
  private(set) var previous: [Int32]
  /// The tokens of prompts that count, behind those of targets that the batch has.
  private(set) var learned: [Int32] = []
  /// The token of the batch that each place holds; `nil` for padding and for what begins a sequence.
  private(set) var sources: [JoinedBatch.Token?]

  private let batch: JoinedBatch
  private let learnsPrompts: Bool
  private var count = 0
  /// The place at which the row begins that is being filled.
  private var first = 0

  /// - Parameters:
  ///   - start: the id that every sequence begins with, if any.
  ///   - end: the end-of-sequence id.
  ///   - learnsPrompts: whether tokens of prompts count.
  init(_ batch: JoinedBatch, start: Int32?, end: Int32, learnsPrompts: Bool) {
    self.batch = batch
    let length = batch.shape.inputLength + batch.shape.targetLength
    let zeros = [Int32](repeating: 0, count: length)
    (tokens, segments, positions, rows, numbers, prompts) = (zeros, zeros, zeros, zeros, zeros, zeros)
    previous = [Int32](
      repeating: 0, count: batch.shape.targetLength + (learnsPrompts ? batch.shape.inputLength : 0))
    self.learnsPrompts = learnsPrompts
    sources = [JoinedBatch.Token?](repeating: nil, count: length)
    var number: Int32 = 0
    for row in 0..<batch.rows.count {
      first = count
      let (inputs, targets) = (
        Self.runs(batch.tokens.inputs, batch, row), Self.runs(batch.tokens.targets, batch, row)
      )
      for segment in Set(inputs.keys).union(targets.keys).sorted() {
        number += 1
        add(inputs[segment] ?? 0..<0, targets[segment] ?? 0..<0, row, number, start: start, end: end)
      }
    }
  }

  /// The places of each segment of a row, among those of the row's side.
  private static func runs(_ side: PackedTokens.Side, _ batch: JoinedBatch, _ row: Int) -> [Int32: Range<Int>]
  {
    let first = (batch.rows.lowerBound + row) * side.length
    var runs: [Int32: Range<Int>] = [:]
    for place in 0..<side.length {
      let segment = side.segments[first + place]
      if segment != 0 { runs[segment] = (runs[segment]?.lowerBound ?? place)..<place + 1 }
    }
    return runs
  }

  private mutating func add(
    _ inputs: Range<Int>, _ targets: Range<Int>, _ row: Int, _ segment: Int32, start: Int32?, end: Int32
  ) {
    let source = batch.rows.lowerBound + row
    let (inputIDs, targetIDs) = (batch.tokens.inputs, batch.tokens.targets)
    let begin = count
    func id(_ side: PackedTokens.Side, _ place: Int) -> Int32 { side.ids[source * side.length + place] }
    func put(_ id: Int32, _ side: JoinedBatch.Side?, _ place: Int) {
      (tokens[count], segments[count], positions[count]) = (
        id, segment, Int32(truncatingIfNeeded: count - begin)
      )
      rows[count] = Int32(truncatingIfNeeded: row)
      numbers[count] = Int32(
        truncatingIfNeeded: row * (inputIDs.length + targetIDs.length) + count - first)
      sources[count] = side.map { JoinedBatch.Token(row: source, side: $0, place: place) }
      count += 1
    }
    var prompt = inputs
    if let last = prompt.last, id(inputIDs, last) == end { prompt.removeLast() }
    if let first = start ?? (prompt.isEmpty ? end : nil) { put(first, nil, 0) }
    for place in prompt {
      if learnsPrompts, count > begin {
        previous[batch.shape.targetLength + learned.count] = Int32(truncatingIfNeeded: count - 1)
        learned.append(id(inputIDs, place))
      }
      put(id(inputIDs, place), .input, place)
    }
    for place in begin..<count { prompts[place] = segment }
    for place in targets {
      previous[batch.targetStarts[row] + place] = Int32(truncatingIfNeeded: count - 1)
      if place + 1 < targets.upperBound { put(id(targetIDs, place), .target, place) }
    }
  }
}
