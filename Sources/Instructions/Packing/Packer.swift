/// Packs tokenised examples into rows, with a ledger of what became of each.
package struct Packer: Sendable {
  /// Row count, lengths and policies.
  package let configuration: PackingConfiguration

  /// A packer.
  /// - Throws: `PackingError.badNumber`.
  package init(_ configuration: PackingConfiguration) throws(PackingError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// An example that fits a row, after cutting where the policy says so.
  private struct Fitted {
    var example: TokenizedExample
    var source: Int
    var cutInputs = 0
    var cutTargets = 0

    /// What decides whether the example is left out where not all have room: a function of its position
    /// alone.
    var rank: UInt64 { StableHash.mix(UInt64(truncatingIfNeeded: example.provenance.position ?? source)) }
  }

  var row: SegmentLengths {
    SegmentLengths(inputs: configuration.inputLength, targets: configuration.targetLength)
  }

  /// Packs the examples of a window of `steps` steps into as many batches of `configuration.rows` rows.
  ///
  /// Rows are dealt to the batches in turn. Examples that find no room are counted as `unpacked`: which ones
  /// does not depend on their lengths but on a hash of their positions in the stream. What was dropped stands
  /// in the first batch's ledger, what was used in the ledger of its own batch.
  /// - Throws: `PackingError.tooLong` where the policy is to fail.
  package func pack(_ examples: [TokenizedExample], steps: Int = 1) throws(PackingError) -> [PackedBatch] {
    try pack(examples, takingOver: [], steps: steps, leavesOut: true).batches
  }

  /// Packs a window whose examples, where they find no room, are offered to the next one.
  ///
  /// What is taken over from the window before goes to the room that the window's own examples leave, so that
  /// their rows do not depend on it; where it finds none again, it is counted as `unpacked`.
  /// - Returns: the batches, and the own examples without room, which stand in no ledger yet.
  /// - Throws: `PackingError.tooLong` where the policy is to fail.
  func pack(
    _ examples: [TokenizedExample], takingOver older: [TokenizedExample], steps: Int, leavesOut: Bool
  ) throws(PackingError) -> (batches: [PackedBatch], leftOver: [TokenizedExample]) {
    var ledger = Ledger()
    var fitted = try fit(examples, &ledger)
    var placement = place(fitted, steps: steps)
    let leftOver = placement.unplaced
    if leavesOut { for index in leftOver { Self.drop(fitted[index].example, .unpacked, &ledger) } }
    let taken = fitted.count
    fitted += try fit(older, firstSource: examples.count, &ledger)
    for index in placement.add(
      fitted.map(Self.lengths), from: taken, row: row, rowLimit: configuration.rows * steps,
      leavingOutBy: { fitted[$0].rank })
    { Self.drop(fitted[index].example, .unpacked, &ledger) }
    var rowsOfStep: [[[Int]]] = Array(repeating: [], count: steps)
    for (number, row) in placement.rows.enumerated() { rowsOfStep[number % steps].append(row) }
    var batches = rowsOfStep.map { batch(of: $0, fitted) }
    if !batches.isEmpty { batches[0].ledger.merge(ledger) }
    return (batches, leftOver.map { examples[fitted[$0].source] })
  }

  /// The examples of a window that find no room among each other.
  /// - Throws: `PackingError.tooLong` where the policy is to fail.
  func leftOver(of examples: [TokenizedExample], steps: Int) throws(PackingError) -> [TokenizedExample] {
    var ledger = Ledger()
    let fitted = try fit(examples, &ledger)
    return place(fitted, steps: steps).unplaced.map { examples[fitted[$0].source] }
  }

  private func place(_ fitted: [Fitted], steps: Int) -> RowPlacement {
    configuration.strategy.place(
      fitted.map(Self.lengths), row: row, rowLimit: configuration.rows * steps,
      leavingOutBy: { fitted[$0].rank })
  }

  /// Packs all examples into as many batches as it takes, the last one filled up with empty rows: for
  /// evaluation sets, of which nothing may be left out. Nothing is `unpacked`; a long example is cut, dropped
  /// or refused as the policy says, and dropped ones stand in the first batch's ledger.
  /// - Throws: `PackingError.tooLong` where the policy is to fail.
  package func packAll(_ examples: [TokenizedExample]) throws(PackingError) -> [PackedBatch] {
    var ledger = Ledger()
    let fitted = try fit(examples, &ledger)
    // Next-fit closes its row at the end of a window, as seqio does; best-fit looks at a thousand at once.
    let window =
      configuration.strategy == .nextFit ? max(configuration.inputLength, configuration.targetLength) : 1024
    var rows: [[Int]] = []
    for start in stride(from: 0, to: fitted.count, by: window) {
      let part = fitted[start..<min(start + window, fitted.count)].map(Self.lengths)
      rows += configuration.strategy.place(part, row: row).rows.map { $0.map { $0 + start } }
    }
    var batches: [PackedBatch] = []
    for start in stride(from: 0, to: rows.count, by: configuration.rows) {
      batches.append(batch(of: Array(rows[start..<min(start + configuration.rows, rows.count)]), fitted))
    }
    if batches.isEmpty { batches.append(batch(of: [], fitted)) }
    batches[0].ledger.merge(ledger)
    return batches
  }

  private static func lengths(_ fitted: Fitted) -> SegmentLengths {
    SegmentLengths(inputs: fitted.example.inputs.count, targets: fitted.example.targets.count)
  }

  private func batch(of rows: [[Int]], _ fitted: [Fitted]) -> PackedBatch {
    var batch = PackedBatch(
      rows: configuration.rows, inputLength: configuration.inputLength,
      targetLength: configuration.targetLength)
    for (row, members) in rows.enumerated() {
      for index in members {
        let item = fitted[index]
        let isTruncated = item.cutInputs + item.cutTargets > 0
        batch.append(item.example, source: item.source, isTruncated: isTruncated, toRow: row)
        batch.ledger.update(task: item.example.provenance.task) { counts in
          counts.read += 1
          if isTruncated { counts.truncated += 1 } else { counts.used += 1 }
          counts.inputTokens += item.example.inputs.count
          counts.targetTokens += item.example.targets.count
          counts.cutInputTokens += item.cutInputs
          counts.cutTargetTokens += item.cutTargets
          if item.example.provenance.lostExemplars { counts.withoutExemplars += 1 }
          counts.formats[item.example.provenance.format, default: 0] += 1
        }
      }
    }
    return batch
  }
}

// MARK: - Fitting to the row

extension Packer {
  /// - Parameter firstSource: the first example's index among those that are packed together.
  private func fit(
    _ examples: [TokenizedExample], firstSource: Int = 0, _ ledger: inout Ledger
  ) throws(PackingError) -> [Fitted] {
    var fitted: [Fitted] = []
    fitted.reserveCapacity(examples.count)
    for (source, example) in zip(firstSource..., examples) {
      // Only the end-of-sequence id is left of a text that the tokenizer reads as nothing.
      if example.targets.count <= (example.targetEnds ? 1 : 0) {
        Self.drop(example, .blankTarget, &ledger)
      } else if let item = try fit(example, source: source) {
        fitted.append(item)
      } else {
        Self.drop(example, .tooLong, &ledger)
      }
    }
    return fitted
  }

  /// - Returns: `nil` when the example is longer than a row and the policy is to drop it.
  private func fit(_ example: TokenizedExample, source: Int) throws(PackingError) -> Fitted? {
    var item = Fitted(example: example, source: source)
    item.cutInputs = max(0, example.inputs.count - configuration.inputLength)
    item.cutTargets = max(0, example.targets.count - configuration.targetLength)
    if item.cutInputs + item.cutTargets == 0 { return item }
    switch configuration.longExamples {
    case .drop: return nil
    case .fail:
      throw .tooLong(
        task: example.provenance.task, instance: example.provenance.instance, inputs: example.inputs.count,
        inputLength: configuration.inputLength, targets: example.targets.count,
        targetLength: configuration.targetLength)
    case .truncate:
      item.example.inputs = configuration.cut(prompt: item.example.inputs)
      let kept = example.targetEnds ? 1 : 0
      item.example.targets.removeSubrange(
        example.targets.count - kept - item.cutTargets..<example.targets.count - kept)
      return item
    }
  }

  private static func drop(_ example: TokenizedExample, _ reason: DropReason, _ ledger: inout Ledger) {
    ledger.update(task: example.provenance.task) { counts in
      counts.read += 1
      counts.dropped[reason, default: 0] += 1
    }
  }
}
