extension ExampleStream {
  /// The shares, which sum to 1, by which the format of an instance is drawn.
  /// - Parameters:
  ///   - index: the instance's index in its task.
  ///   - entry: the task's index in the mixture's entries.
  package func askedShares(ofInstance index: Int, ofEntry entry: Int) -> [PromptFormat: Double] {
    guard tasks.indices.contains(entry), tasks[entry].task.instances.indices.contains(index) else {
      return [:]
    }
    let shares = tasks[entry].shares(of: formatShares)
    return shares.renormalized(over: tasks[entry].drawnFormats(ofInstance: index, by: shares))
  }

  /// The formats with a share, of one of the mixture's entries or of all, in the order of `PromptFormat.allCases`.
  package func wantedFormats(ofEntry entry: Int? = nil) -> [PromptFormat] {
    let chosen = entry.map { tasks.indices.contains($0) ? [tasks[$0]] : [] } ?? tasks
    let wanted = Set(chosen.flatMap { $0.wantedFormats(of: formatShares) })
    return PromptFormat.allCases.filter(wanted.contains)
  }

  /// How often an instance is turned round, from 0 to 1.
  package func inversionShare(ofInstance index: Int, ofEntry entry: Int) -> Double {
    guard tasks.indices.contains(entry), tasks[entry].task.instances.indices.contains(index) else { return 0 }
    let (task, templates) = (tasks[entry].task, tasks[entry].templates)
    let hasRationale = task.instances[index].rationale != nil
    if templates.inversions(hasRationale: hasRationale).isEmpty { return 0 }
    return templates.inversionRate / (1 + templates.inversionRate)
  }
}
