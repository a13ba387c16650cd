/// What is kept from training, to be tested on.
package struct HoldOut: Sendable, Equatable {
  /// How many instances of each trained task.
  package enum Amount: Sendable, Equatable {
    /// So many of each task, or all but one where a task has no more.
    case count(Int)
    /// This share of each task's instances, from 0 to 1, to the nearest whole number: at least one of each, and never all.
    case share(Double)
  }

  /// Clusters whose tasks are not trained at all.
  package var clusters: [String]
  /// Single tasks that are not trained at all.
  package var tasks: [String]
  /// Instances of every trained task.
  package var instances: Amount
  /// Changes which instances are chosen.
  package var salt: UInt64

  /// A choice of what to hold out.
  package init(
    clusters: [String] = [], tasks: [String] = [], instances: Amount = .count(0), salt: UInt64 = 0
  ) {
    self.clusters = clusters
    self.tasks = tasks
    self.instances = instances
    self.salt = salt
  }
}
