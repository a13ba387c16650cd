extension PackedBatch {
  /// Checks everything that a model may rely on: sizes, contiguous segment ids from 1, padding that is 0 on
  /// all sides, decoder inputs that are the shifted targets and restart with 0, weights, and the ledger.
  /// - Throws: `PackingError.invariant`.
  package func checkInvariants() throws(PackingError) {
    let inputs = rows * inputLength
    let targets = rows * targetLength
    try require(encoderTokens.count == inputs && encoderSegments.count == inputs, "encoder arrays' size")
    try require(
      [decoderInputs, decoderTargets, decoderSegments].allSatisfy { $0.count == targets }
        && targetWeights.count == targets, "decoder arrays' size")
    try require(segments.count == rows, "the rows' segments")
    for row in 0..<rows {
      try checkSegments(
        encoderSegments, length: inputLength, row: row, ranges: segments[row].map(\.inputRange))
      try checkSegments(
        decoderSegments, length: targetLength, row: row, ranges: segments[row].map(\.targetRange))
      try checkEncoder(row: row)
      try checkDecoder(row: row)
    }
    try require(ledger.reconciles, "read = used + truncated + dropped")
    let total = ledger.total
    try require(
      total.used + total.truncated == segments.reduce(0) { $0 + $1.count }, "examples in the ledger")
    try require(total.inputTokens == fill.inputTokens, "input tokens in the ledger")
    try require(total.targetTokens == fill.targetTokens, "target tokens in the ledger")
  }

  private func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws(PackingError) {
    if !isTrue { throw .invariant(what()) }
  }

  private func checkSegments(
    _ ids: [Int32], length: Int, row: Int, ranges: [Range<Int>]
  ) throws(PackingError) {
    var expected: [Int32] = []
    for (index, range) in ranges.enumerated() {
      try require(
        range.lowerBound == expected.count && !range.isEmpty, "row \(row): segments are not contiguous")
      expected += Array(repeating: Int32(index + 1), count: range.count)
    }
    try require(expected.count <= length, "row \(row) is longer than \(length)")
    expected += Array(repeating: 0, count: length - expected.count)
    try require(ids[row * length..<(row + 1) * length].elementsEqual(expected), "row \(row): segment ids")
  }

  private func checkEncoder(row: Int) throws(PackingError) {
    for place in row * inputLength..<(row + 1) * inputLength where encoderSegments[place] == 0 {
      try require(encoderTokens[place] == 0, "row \(row): an encoder token outside all segments")
    }
  }

  private func checkDecoder(row: Int) throws(PackingError) {
    let start = row * targetLength
    for place in start..<start + targetLength {
      let segment = decoderSegments[place]
      let isStart = place == start || decoderSegments[place - 1] != segment
      let previous = isStart || segment == 0 ? 0 : decoderTargets[place - 1]
      try require(
        decoderInputs[place] == previous, "row \(row): decoder input \(place - start) is not shifted right")
      try require(
        targetWeights[place] == (segment == 0 ? 0 : 1), "row \(row): weight of target \(place - start)")
      try require(
        (decoderTargets[place] == 0) == (segment == 0), "row \(row): padding at target \(place - start)")
    }
  }
}
