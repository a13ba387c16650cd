import Instructions

extension RunLedger {
  /// The ledger of a run.
  /// - Parameters:
  ///   - data: what is trained on.
  ///   - ledger: what became of the examples of the steps.
  /// - Throws: `MixtureError`.
  init(_ data: TrainingData, ledger: Ledger, steps: Int) throws {
    self.steps = steps
    sources = Self.sources(of: data.tasks, removed: data.removed)
    heldOutTexts = data.hygiene
    let trained = ledger.total.used + ledger.total.truncated
    let table = try MixtureTable(
      data.batches.stream, positions: data.batches.positionCount(ofSteps: steps))
    tasks = table.rows.map { row in
      var result = Row(
        task: row.task, subMixture: row.subMixture, share: row.share, instances: row.examples,
        heldOut: row.heldOut, expected: row.occurrences, counts: ledger.tasks[row.task] ?? Ledger.Counts())
      result.rate = row.rate
      result.complete(outOf: trained)
      return result
    }
    var names: [String] = []
    for row in table.rows where !names.contains(row.subMixture) { names.append(row.subMixture) }
    let tasks = tasks
    subMixtures = names.map { name in
      Row(sumOf: tasks.filter { $0.subMixture == name }, subMixture: name, outOf: trained)
    }
    total = Row(sumOf: tasks, subMixture: nil, outOf: trained)
  }

  private static func sources(of tasks: TaskCollection, removed: [String: [Int]]) -> [Source] {
    var order: [String] = []
    var sources: [String: Source] = [:]
    for task in tasks.tasks {
      let file = task.origin.file
      if sources[file] == nil { order.append(file) }
      var source = sources[file] ?? Source(file: file, tasks: 0, read: 0, kept: 0, skipped: [:])
      source.tasks += 1
      source.read += task.instances.count + task.skippedCount
      let removed = removed[task.name]?.count ?? 0
      source.kept += task.instances.count - removed
      if removed > 0 { source.skipped[.heldOutText, default: 0] += removed }
      for entry in task.skipped { source.skipped[entry.reason, default: 0] += 1 }
      source.skipped.merge(task.unlistedSkips, uniquingKeysWith: +)
      sources[file] = source
    }
    return order.compactMap { sources[$0] }
  }
}

extension RunLedger.Row {
  fileprivate init(
    task: String?, subMixture: String?, share: Double, instances: Int, heldOut: Int, expected: Int,
    counts: Ledger.Counts
  ) {
    self.task = task
    self.subMixture = subMixture
    self.share = share
    self.instances = instances
    self.heldOut = heldOut
    self.expected = expected
    self.counts = counts
    (realizedShare, epochs, meanInputTokens, meanTargetTokens) = (0, 0, 0, 0)
  }

  fileprivate init(sumOf rows: [RunLedger.Row], subMixture: String?, outOf trained: Int) {
    self.init(
      task: nil, subMixture: subMixture, share: rows.reduce(0) { $0 + $1.share },
      instances: rows.reduce(0) { $0 + $1.instances }, heldOut: rows.reduce(0) { $0 + $1.heldOut },
      expected: rows.reduce(0) { $0 + $1.expected },
      counts: rows.reduce(into: Ledger.Counts()) { $0.add($1.counts) })
    complete(outOf: trained)
  }

  /// Fills in what follows from the counts; `trained` are the examples that all tasks together were trained on.
  fileprivate mutating func complete(outOf trained: Int) {
    let own = Double(counts.used + counts.truncated)
    realizedShare = own / Double(max(1, trained))
    epochs = own / Double(max(1, instances))
    meanInputTokens = own == 0 ? 0 : Double(counts.inputTokens) / own
    meanTargetTokens = own == 0 ? 0 : Double(counts.targetTokens) / own
  }
}
