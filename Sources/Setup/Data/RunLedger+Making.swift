import Instructions
import Runs

extension RunLedger {
  /// The ledger of a run.
  /// - Parameters:
  ///   - data: what is trained on.
  ///   - ledger: what became of the examples of the steps.
  /// - Throws: `MixtureError`.
  package init(_ data: TrainingData, ledger: Ledger, steps: Int) throws {
    let trained = ledger.total.used + ledger.total.truncated
    let table = try MixtureTable(
      data.batches.stream, positions: data.batches.positionCount(ofSteps: steps))
    let tasks = table.rows.map { row in
      var result = Row(
        task: row.task, subMixture: row.subMixture, share: row.share, instances: row.examples,
        heldOut: row.heldOut, expected: row.occurrences, counts: ledger.tasks[row.task] ?? Ledger.Counts())
      result.rate = row.rate
      result.complete(outOf: trained)
      return result
    }
    var names: [String] = []
    for row in table.rows where !names.contains(row.subMixture) { names.append(row.subMixture) }
    let subMixtures = names.map { name in
      Row(sumOf: tasks.filter { $0.subMixture == name }, subMixture: name, outOf: trained)
    }
    self.init(
      steps: steps, sources: Self.sources(of: data.tasks, removed: data.removed), tasks: tasks,
      subMixtures: subMixtures, total: Row(sumOf: tasks, subMixture: nil, outOf: trained),
      heldOutTexts: data.hygiene)
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
