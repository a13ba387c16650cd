extension PackedBatch {
  /// Checks everything that a model may rely on: sizes, contiguous segment ids from 1, padding that is 0 on
  /// both sides, targets before each that are shifted right and restart with 0, weights, and the ledger.
  /// - Throws: `PackingError.invariant`.
  package func checkInvariants() throws(PackingError) {
    let inputs = rows * inputLength
    let targets = rows * targetLength
    try require(inputTokens.count == inputs && inputSegments.count == inputs, "input arrays' size")
    try require(
      [previousTargets, targetTokens, targetSegments].allSatisfy { $0.count == targets }
        && targetWeights.count == targets, "target arrays' size")
    try require(segments.count == rows, "the rows' segments")
    for row in 0..<rows {
      try checkSegments(
        inputSegments, length: inputLength, row: row, ranges: segments[row].map(\.inputRange))
      try checkSegments(
        targetSegments, length: targetLength, row: row, ranges: segments[row].map(\.targetRange))
      try checkInputs(row: row)
      try checkTargets(row: row)
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

  private func checkInputs(row: Int) throws(PackingError) {
    for place in row * inputLength..<(row + 1) * inputLength where inputSegments[place] == 0 {
      try require(inputTokens[place] == 0, "row \(row): an input token outside all segments")
    }
  }

  private func checkTargets(row: Int) throws(PackingError) {
    let start = row * targetLength
    for place in start..<start + targetLength {
      let segment = targetSegments[place]
      let isStart = place == start || targetSegments[place - 1] != segment
      let previous = isStart || segment == 0 ? 0 : targetTokens[place - 1]
      try require(
        previousTargets[place] == previous,
        "row \(row): the target before \(place - start) is not shifted right")
      try require(
        targetWeights[place] == (segment == 0 ? 0 : 1), "row \(row): weight of target \(place - start)")
      try require(
        (targetTokens[place] == 0) == (segment == 0), "row \(row): padding at target \(place - start)")
    }
  }
}
