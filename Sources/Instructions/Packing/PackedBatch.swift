/// The rows of one step, ready for the model: several examples per row, told apart by segment ids.
///
/// All token arrays are row-major. A row's examples stand one after the other with the segment ids 1, 2, ...;
/// after them both tokens and segments are 0. Attention must not cross segments.
package struct PackedBatch: Sendable, Equatable {
  /// The number of rows.
  package let rows: Int
  /// Tokens of prompts per row.
  package let inputLength: Int
  /// Tokens of targets per row.
  package let targetLength: Int
  /// `[rows, inputLength]`: token ids, 0 is padding.
  package internal(set) var inputTokens: [Int32]
  /// `[rows, inputLength]`: segment ids, 0 is padding.
  package internal(set) var inputSegments: [Int32]
  /// `[rows, targetLength]`: the targets shifted right by one within each segment, which starts with 0.
  package internal(set) var previousTargets: [Int32]
  /// `[rows, targetLength]`: token ids, 0 is padding.
  package internal(set) var targetTokens: [Int32]
  /// `[rows, targetLength]`: segment ids, 0 is padding.
  package internal(set) var targetSegments: [Int32]
  /// `[rows, targetLength]`: 1 for every target token, 0 for padding.
  package internal(set) var targetWeights: [Float]
  /// The examples of each row; the one at index `k` has segment id `k + 1`.
  package internal(set) var segments: [[PackedSegment]]
  /// What became of the examples that this batch was made from.
  package internal(set) var ledger: Ledger

  /// A batch of padding.
  init(rows: Int, inputLength: Int, targetLength: Int) {
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
    inputTokens = Array(repeating: 0, count: rows * inputLength)
    inputSegments = inputTokens
    previousTargets = Array(repeating: 0, count: rows * targetLength)
    targetTokens = previousTargets
    targetSegments = previousTargets
    targetWeights = Array(repeating: 0, count: rows * targetLength)
    segments = Array(repeating: [], count: rows)
    ledger = Ledger()
  }

  /// Puts an example at the end of a row, which must have room for it.
  mutating func append(_ example: TokenizedExample, source: Int, isTruncated: Bool, toRow row: Int) {
    let inputStart = segments[row].last?.inputRange.upperBound ?? 0
    let targetStart = segments[row].last?.targetRange.upperBound ?? 0
    write(
      example.inputs, example.targets, segment: segments[row].count + 1, row: row,
      starts: SegmentLengths(inputs: inputStart, targets: targetStart))
    segments[row].append(
      PackedSegment(
        source: source, provenance: example.provenance, references: example.references,
        inputRange: inputStart..<inputStart + example.inputs.count,
        targetRange: targetStart..<targetStart + example.targets.count, isTruncated: isTruncated))
  }

  /// Writes one segment's tokens to a row.
  /// - Parameter starts: the segment's first places in the row.
  mutating func write(
    _ inputs: [Int32], _ targets: [Int32], segment: Int, row: Int, starts: SegmentLengths
  ) {
    let id = Int32(truncatingIfNeeded: segment)
    for (offset, token) in inputs.enumerated() {
      inputTokens[row * inputLength + starts.inputs + offset] = token
      inputSegments[row * inputLength + starts.inputs + offset] = id
    }
    var previous: Int32 = 0
    for (offset, token) in targets.enumerated() {
      let place = row * targetLength + starts.targets + offset
      previousTargets[place] = previous
      targetTokens[place] = token
      targetSegments[place] = id
      targetWeights[place] = 1
      previous = token
    }
  }
}

/// One example's place in a packed row.
package struct PackedSegment: Sendable, Equatable {
  /// The index of the example among those that were packed together.
  package let source: Int
  /// Where the example comes from.
  package let provenance: Provenance
  /// The acceptable answers.
  package let references: [String]
  /// The tokens of its prompt, as places in the row.
  package let inputRange: Range<Int>
  /// The tokens of its target, as places in the row.
  package let targetRange: Range<Int>
  /// Whether its input or target was cut.
  package let isTruncated: Bool
}

/// How full the rows of a batch are.
package struct PackingFill: Sendable, Equatable, Codable {
  /// Tokens of prompts.
  package var inputTokens = 0
  /// Tokens of prompts that the rows hold.
  package var inputCapacity = 0
  /// Tokens of targets.
  package var targetTokens = 0
  /// Tokens of targets that the rows hold.
  package var targetCapacity = 0

  /// Nothing counted yet.
  package init() {}

  /// The fraction of the places for prompts that hold a token, 0 to 1.
  package var inputs: Double { inputCapacity == 0 ? 0 : Double(inputTokens) / Double(inputCapacity) }

  /// The fraction of the places for targets that hold a token, 0 to 1.
  package var targets: Double { targetCapacity == 0 ? 0 : Double(targetTokens) / Double(targetCapacity) }

  /// Adds the counts of another batch.
  package mutating func add(_ other: PackingFill) {
    inputTokens += other.inputTokens
    inputCapacity += other.inputCapacity
    targetTokens += other.targetTokens
    targetCapacity += other.targetCapacity
  }
}

extension PackedBatch {
  /// How full the rows are.
  package var fill: PackingFill {
    var fill = PackingFill()
    fill.inputCapacity = rows * inputLength
    fill.targetCapacity = rows * targetLength
    for row in segments {
      fill.inputTokens += row.last?.inputRange.upperBound ?? 0
      fill.targetTokens += row.last?.targetRange.upperBound ?? 0
    }
    return fill
  }
}

extension PackedBatch {
  /// A batch with these examples in its rows, none of them cut; `nil` where a row has no room for its own.
  package init?(_ rows: [[TokenizedExample]], inputLength: Int, targetLength: Int) {
    let fits = rows.allSatisfy { row in
      row.reduce(0) { $0 + $1.inputs.count } <= inputLength
        && row.reduce(0) { $0 + $1.targets.count } <= targetLength
    }
    if !fits { return nil }
    self.init(rows: rows.count, inputLength: inputLength, targetLength: targetLength)
    for (row, examples) in rows.enumerated() {
      for (index, example) in examples.enumerated() {
        append(example, source: index, isTruncated: false, toRow: row)
      }
    }
  }
}
