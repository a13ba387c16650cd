/// One task with its instances divided.
public struct TaskSplit: Sendable {
  /// The task.
  public let task: InstructionTask
  /// The indices of the instances that are trained on, ascending; empty for a task held out whole.
  public let train: [Int]
  /// The indices of the instances to test on, in a shuffled order of their own: any prefix is a fair sample.
  public let heldOut: [Int]

  /// A divided task.
  public init(task: InstructionTask, train: [Int], heldOut: [Int]) {
    self.task = task
    self.train = train
    self.heldOut = heldOut
  }
}

/// A task collection divided into what is trained and what is only tested.
public struct DataSplit: Sendable {
  /// The trained tasks, sorted by name.
  public let trained: [TaskSplit]
  /// The tasks held out whole, by cluster or by name, sorted by name.
  public let heldOutTasks: [TaskSplit]
}

extension TaskCollection {
  /// Divides the tasks and their instances.
  ///
  /// An instance's side is decided by a keyed hash of task name, salt and its *input*: the order of the file
  /// plays no part, and instances with equal inputs are always on the same side, so that nothing tested was
  /// trained on.
  /// - Throws: `TaskDataError.unknownCluster`, `.unknownTask`, `.nothingToTrain`.
  public func split(_ holdOut: HoldOut) throws(TaskDataError) -> DataSplit {
    for cluster in holdOut.clusters where !clusters.contains(cluster) {
      throw .unknownCluster(name: cluster, valid: clusters)
    }
    for name in holdOut.tasks { _ = try task(named: name) }
    var trained: [TaskSplit] = []
    var heldOut: [TaskSplit] = []
    for task in tasks {
      let hashes = Self.hashes(of: task, salt: holdOut.salt)
      let order = hashes.indices.sorted { hashes[$0] == hashes[$1] ? $0 < $1 : hashes[$0] < hashes[$1] }
      if holdOut.clusters.contains(task.cluster) || holdOut.tasks.contains(task.name) {
        heldOut.append(TaskSplit(task: task, train: [], heldOut: order))
      } else {
        let cut = Self.cut(order: order, hashes: hashes, amount: holdOut.instances)
        trained.append(
          TaskSplit(task: task, train: order[cut...].sorted(), heldOut: Array(order[..<cut])))
      }
    }
    if trained.isEmpty { throw .nothingToTrain(heldOut: heldOut.count) }
    return DataSplit(trained: trained, heldOutTasks: heldOut)
  }

  private static func hashes(of task: InstructionTask, salt: UInt64) -> [UInt64] {
    var base = StableHash()
    base.combine(task.name)
    base.combine(salt)
    return task.instances.map { instance in
      var hash = base
      if let tokens = instance.tokens {
        for id in tokens.inputs { hash.combine(UInt64(truncatingIfNeeded: id)) }
      } else {
        hash.combine(instance.input)
      }
      return hash.value
    }
  }

  /// How many of `order` are held out: never between two equal hashes, and never all.
  private static func cut(order: [Int], hashes: [UInt64], amount: HoldOut.Amount) -> Int {
    guard let last = order.last else { return 0 }
    var cut: Int
    switch amount {
    case .count(let count): cut = min(max(count, 0), order.count)
    case .fraction(let fraction):
      let threshold = min(max(fraction, 0), 1) * 0x1p64
      cut = order.count { Double(hashes[$0]) < threshold }
    }
    while cut > 0, cut < order.count, hashes[order[cut]] == hashes[order[cut - 1]] { cut += 1 }
    if cut == order.count { cut = order.firstIndex { hashes[$0] == hashes[last] } ?? 0 }
    return cut
  }
}
