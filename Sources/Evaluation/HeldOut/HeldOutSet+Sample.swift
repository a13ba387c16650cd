extension HeldOutSet {
  /// Some of the examples, spread evenly over all tasks and formats; all where there are no more than
  /// `limit`, which is at least 1.
  package func sample(of limit: Int) -> HeldOutSet {
    if count <= limit { return self }
    let groups = placedGroups.compactMap { group, places -> Group? in
      // The example at place p is taken where the line from 0 to `limit` passes a whole number there.
      let chosen = zip(group.examples, places).filter { $1 * limit / count != ($1 + 1) * limit / count }
      if chosen.isEmpty { return nil }
      return Group(
        task: group.task, cluster: group.cluster, format: group.format, majorityAnswer: group.majorityAnswer,
        metric: group.metric, examples: chosen.map(\.0))
    }
    return HeldOutSet(groups: groups, withoutRoom: withoutRoom, referenceLoss: referenceLoss)
  }
}
