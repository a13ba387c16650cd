/// What is kept from training, to be tested on.
public struct HoldOut: Sendable, Equatable {
  /// How many instances of each trained task.
  public enum Amount: Sendable, Equatable {
    /// So many of each task, or all but one where a task has no more.
    case count(Int)
    /// This share of each task's instances, from 0 to 1, to the nearest whole number: at least one of each, and never all.
    case share(Double)
  }

  /// Clusters whose tasks are not trained at all.
  public var clusters: [String]
  /// Single tasks that are not trained at all.
  public var tasks: [String]
  /// Instances of every trained task.
  public var instances: Amount
  /// Changes which instances are chosen.
  public var salt: UInt64

  /// A choice of what to hold out.
  public init(
    clusters: [String] = [], tasks: [String] = [], instances: Amount = .count(0), salt: UInt64 = 0
  ) {
    self.clusters = clusters
    self.tasks = tasks
    self.instances = instances
    self.salt = salt
  }
}
