import Foundation

/// One task with its instances divided.
package struct TaskSplit: Sendable {
  /// The task.
  package let task: InstructionTask
  /// The indices of the instances that are trained on, ascending; empty for a task held out whole.
  package let train: InstanceIndices
  /// The indices of the instances to test on, in a shuffled order of their own: any prefix is a fair sample.
  package let heldOut: InstanceIndices

  /// A divided task.
  package init(task: InstructionTask, train: InstanceIndices, heldOut: InstanceIndices) {
    self.task = task
    self.train = train
    self.heldOut = heldOut
  }
}

extension TaskSplit {
  /// A divided task from lists of indices.
  package init(task: InstructionTask, train: [Int], heldOut: [Int]) {
    self.init(task: task, train: InstanceIndices(train), heldOut: InstanceIndices(heldOut))
  }
}

extension TaskSplit {
  /// The same with some instances, ascending, no longer trained on.
  package func withoutTraining(on instances: [Int]) -> TaskSplit {
    TaskSplit(task: task, train: train.without(instances), heldOut: heldOut)
  }
}

/// A task collection divided into what is trained and what is only tested.
package struct DataSplit: Sendable {
  /// The trained tasks, sorted by name.
  package let trained: [TaskSplit]
  /// The tasks held out whole, by cluster or by name, sorted by name.
  package let heldOutTasks: [TaskSplit]
  /// The clusters that were to be held out.
  package let heldOutClusters: ClusterSelection

  /// What patterns of clusters stand for, in words: one line for each.
  package var patternNotes: [String] {
    heldOutClusters.entries.filter(\.isPattern).map { entry in
      let clusters = entry.clusters.count == 1 ? "1 cluster" : "\(entry.clusters.count) clusters"
      let tasks = heldOutTasks.count { entry.clusters.contains($0.task.cluster) }
      return "'\(entry.text)' holds out \(clusters) with \(tasks == 1 ? "1 task" : "\(tasks) tasks")"
    }
  }
}

extension TaskCollection {
  /// Divides the tasks and their instances.
  ///
  /// An instance's side is decided by a keyed hash of task name, salt and its *input*: the order of the file
  /// plays no part, and instances with equal inputs are always on the same side, so that nothing tested was
  /// trained on. A task with a validation file of its own is tested on that one's instances, and on no
  /// others.
  /// - Parameter requiresTraining: whether a task must be left to train on.
  /// - Throws: `TaskDataError.unknownCluster`, `.unknownTask`, `.nothingToTrain`, `.damagedStore`.
  package func split(
    _ holdOut: HoldOut, requiresTraining: Bool = true
  ) throws(TaskDataError) -> DataSplit {
    let clusters = try ClusterSelection(holdOut.clusters, among: clusters)
    for name in holdOut.tasks { _ = try task(named: name) }
    var trained: [TaskSplit] = []
    var heldOut: [TaskSplit] = []
    for task in tasks {
      let order = HashOrder(of: task, salt: holdOut.salt)
      let isHeldOut = clusters.contains(task.cluster) || holdOut.tasks.contains(task.name)
      if isHeldOut {
        heldOut.append(TaskSplit(task: task, train: [], heldOut: InstanceIndices(order)))
      } else if let start = task.validationStart {
        trained.append(task.split(atValidation: start, salt: holdOut.salt))
      } else {
        let tested = (0..<order.cut(holdOut.instances)).map { order[$0].index }
        let train = InstanceIndices(.range(order.count), withoutRanks: tested.sorted())
        trained.append(TaskSplit(task: task, train: train, heldOut: InstanceIndices(tested)))
      }
      if let failure = task.instances.failure { throw failure }
    }
    if trained.isEmpty, requiresTraining { throw .nothingToTrain(heldOut: heldOut.count) }
    return DataSplit(trained: trained, heldOutTasks: heldOut, heldOutClusters: clusters)
  }
}

extension InstructionTask {
  /// The task with the instances from `start` on held out, in the order of their hashes.
  fileprivate func split(atValidation start: Int, salt: UInt64) -> TaskSplit {
    let hasher = InputHasher(task: name, salt: salt)
    let heldOut = Array(start..<instances.count)
    let order = heldOut.map { InputHash(value: hasher.hash(instances[$0]), index: $0) }.sorted().map(\.index)
    return TaskSplit(
      task: self, train: InstanceIndices(.range(instances.count), withoutRanks: heldOut),
      heldOut: InstanceIndices(order))
  }
}

extension HashOrder {
  /// How many instances, from the first on, are held out: never between two equal hashes, and never all.
  func cut(_ amount: HoldOut.Amount) -> Int {
    if count == 0 { return 0 }
    var cut = min(amount.count(of: count), count)
    while cut > 0, cut < count, self[cut].value == self[cut - 1].value { cut += 1 }
    while cut == count || cut > 0 && self[cut].value == self[cut - 1].value { cut -= 1 }
    return cut
  }
}

extension HoldOut.Amount {
  /// How many of `count` instances are to be held out, however many of them ask the same.
  fileprivate func count(of count: Int) -> Int {
    switch self {
    case .count(let wanted): max(wanted, 0)
    // What is not above 0 is nothing, and neither is what is no number.
    case .share(let share): share > 0 ? max(1, Int((min(share, 1) * Double(count)).rounded())) : 0
    }
  }
}

/// What is kept from training, to be tested on.
package struct HoldOut: Sendable, Equatable {
  /// How many instances of each trained task.
  package enum Amount: Sendable, Equatable {
    /// So many of each task, or all but one where a task has no more.
    case count(Int)
    /// This share of each task's instances, from 0 to 1, to the nearest whole number: at least one of each,
    /// and never all.
    case share(Double)
  }

  /// Clusters whose tasks are not trained at all: names, or patterns of names (`NamePattern`).
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

/// A task's instances in the order of their input hashes. Of a store only the first are known at once; the
/// others are found, by reading all instances, when they are asked for.
final class HashOrder: @unchecked Sendable {
  private let task: InstructionTask
  private let salt: UInt64
  private let lock = NSLock()
  private var known: [InputHash]

  /// How many instances there are.
  let count: Int

  init(of task: InstructionTask, salt: UInt64) {
    self.task = task
    self.salt = salt
    count = task.instances.count
    known = task.instances.store?.smallestHashes(task: task.name, salt: salt) ?? []
  }

  /// The hash at a place of the order, which is in `0..<count`.
  subscript(place: Int) -> InputHash { known(through: place)[place] }

  /// The order up to a place, or beyond.
  private func known(through place: Int) -> [InputHash] {
    lock.withLock {
      if place < known.count { return known }
      let hasher = InputHasher(task: task.name, salt: salt)
      known = task.instances.enumerated().map { InputHash(value: hasher.hash($1), index: $0) }.sorted()
      return known
    }
  }
}
