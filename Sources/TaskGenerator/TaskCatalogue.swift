/// Every task that the package writes.
package enum TaskCatalogue {
  /// The clusters that training may use, then those that are held out.
  package static let clusters: [TaskCluster] = trained + heldOut

  /// The clusters that training may use.
  static let trained: [TaskCluster] = [
    .wordPositions, .listRearranging, .listNeighbors, .commands, .counting, .numberComparison, .numberSorting,
    .arithmetic, .calendar, .categories, .statedRules, .tables, .passages, .inference, .questionWriting,
    .grammar,
    .sentiment, .rewriting, .patterns, .records,
  ]

  /// The clusters that training never sees.
  static let heldOut: [TaskCluster] = [.schedules, .dialogues, .queues, .messages]
}
