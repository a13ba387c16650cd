/// Where the tokens of placed rows stand in a decoder's: every example's prompt, behind it its target.
///
/// The end-of-sequence id of a prompt is left out: what follows a prompt is its target. The last token of a target is only ever
/// predicted, so it has no place. A sequence without a prompt begins with the end-of-sequence id, as between two documents.
struct DecoderSequences {
  /// The ids, `[rows * length]`; 0 where there is padding, as in all that follows.
  private(set) var tokens: [Int32]
  /// The sequence of each, from 1 on.
  private(set) var segments: [Int32]
  /// The place of each in its sequence, from 0 on.
  private(set) var positions: [Int32]
  /// The sequence of each token of a prompt; 0 for those of targets.
  private(set) var prompts: [Int32]
  /// The placed row that each is of, from 0 on.
  private(set) var rows: [Int32]
  /// The number of each place among those that the rows would have apart (`RowNumbering`).
  private(set) var numbers: [Int32]
  /// The place of the token that each target follows, `[rows * targetLength]`; behind them those that tokens of prompts follow, where
  /// these count, `[rows * (targetLength + inputLength)]`.
  private(set) var previous: [Int32]
  /// The tokens of prompts that count, behind those of targets that the batch has.
  private(set) var learned: [Int32] = []
  /// The token of the batch that each place holds; `nil` for padding and for what begins a sequence.
  private(set) var sources: [PlacedBatch.Token?]

  private let batch: PlacedBatch
  private let learnsPrompts: Bool
  private var count = 0
  /// The place at which the row begins that is being filled.
  private var first = 0

  /// - Parameters:
  ///   - start: the id that every sequence begins with, if any.
  ///   - end: the end-of-sequence id.
  ///   - learnsPrompts: whether tokens of prompts count.
  init(_ batch: PlacedBatch, start: Int32?, end: Int32, learnsPrompts: Bool) {
    self.batch = batch
    let (length, places) = (batch.shape.inputLength + batch.shape.targetLength, batch.shape)
    let zeros = [Int32](repeating: 0, count: places.rows * length)
    (tokens, segments, positions, rows, numbers, prompts) = (zeros, zeros, zeros, zeros, zeros, zeros)
    previous = [Int32](
      repeating: 0, count: places.targetCount + (learnsPrompts ? places.inputCount : 0))
    self.learnsPrompts = learnsPrompts
    sources = [PlacedBatch.Token?](repeating: nil, count: zeros.count)
    var number: Int32 = 0
    for row in 0..<batch.rows.count {
      if places.joined == nil { count = row * length }
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
  private static func runs(_ side: PackedTokens.Side, _ batch: PlacedBatch, _ row: Int) -> [Int32: Range<Int>]
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
    func put(_ id: Int32, _ side: PlacedBatch.Side?, _ place: Int) {
      (tokens[count], segments[count], positions[count]) = (
        id, segment, Int32(truncatingIfNeeded: count - begin)
      )
      rows[count] = Int32(truncatingIfNeeded: row)
      numbers[count] = Int32(
        truncatingIfNeeded: row * (inputIDs.length + targetIDs.length) + count - first)
      sources[count] = side.map { PlacedBatch.Token(row: source, side: $0, place: place) }
      count += 1
    }
    var prompt = inputs
    if let last = prompt.last, id(inputIDs, last) == end { prompt.removeLast() }
    if let first = start ?? (prompt.isEmpty ? end : nil) { put(first, nil, 0) }
    for place in prompt {
      if learnsPrompts, count > begin {
        previous[batch.shape.targetCount + learned.count] = Int32(truncatingIfNeeded: count - 1)
        learned.append(id(inputIDs, place))
      }
      put(id(inputIDs, place), .input, place)
    }
    for place in begin..<count { prompts[place] = segment }
    for place in targets {
      previous[batch.targetRuns[row].lowerBound + place] = Int32(truncatingIfNeeded: count - 1)
      if place + 1 < targets.upperBound { put(id(targetIDs, place), .target, place) }
    }
  }
}
