/// What a folder of the grid is to have.
package struct GridOptions: Sendable, Equatable {
  /// How many instances the trained tasks of the grid have.
  package enum Pool: Sendable, Equatable {
    /// Each task so many, so that more tasks have more instances.
    case each(Int)
    /// All of them together so many, shared out evenly, so that the number of tasks changes nothing else.
    case total(Int)
  }

  /// How many of the grid's tasks there are to train on, one of `Grid.sizes`.
  package var tasks = Grid.trained.count
  /// How many instances they have.
  package var pool = Pool.each(70)
  /// How many instances a held-out task has.
  package var heldOutInstances = 40
  /// How many texts there are about lists of each form and kind.
  package var texts = 100
  /// Chooses instances, facts and texts.
  package var seed = 1
  /// Whether the grid's tasks have instructions of other tasks, from which nothing can be learned: a control.
  package var isShuffled = false

  /// The most instances that a task may be asked for. Of tasks that count a fifth have four words, of which there
  /// are some 10,000 lists to train on.
  package static let mostInstances = 20_000

  /// The defaults.
  package init() {}

  /// How many instances the task with this index has.
  func instances(ofTask index: Int) -> Int {
    switch pool {
    case .each(let count): count
    case .total(let count): count / tasks + (index < count % tasks ? 1 : 0)
    }
  }

  /// How many instances a trained composition has on a kind; no pool changes it.
  var compositionInstances: Int {
    if case .each(let count) = pool { return count }
    return 70
  }

  /// The options as JSON, with the names that they have on the command line.
  var json: String {
    let pool =
      switch pool {
      case .each(let count): "\"instances\": \(count)"
      case .total(let count): "\"total\": \(count)"
      }
    return "{\"tasks\": \(tasks), \(pool), \"held-out\": \(heldOutInstances), \"texts\": \(texts), "
      + "\"seed\": \(seed), \"shuffled\": \(isShuffled)}\n"
  }
}
