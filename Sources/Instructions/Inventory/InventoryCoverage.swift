import Diagnostics

/// What of an inventory a user's tasks cover, what they lack, and what they have besides.
package struct InventoryCoverage: Sendable, Equatable, Codable {
  /// A task of the inventory that the user has.
  package struct Covered: Sendable, Equatable, Codable {
    /// The inventory's task.
    package var task: InventoryTask
    /// The user's name of it.
    package var name: String
  }

  /// A task that the inventory does not have.
  package struct Extra: Sendable, Equatable, Codable {
    /// The user's name of it.
    package var name: String
    /// A task of the inventory that is missing and has nearly this name.
    package var nearest: String?
  }

  /// How much of one of the paper's parts is there.
  package struct PartCount: Sendable, Equatable, Codable {
    /// The part.
    package var part: InventoryPart
    /// Tasks that the user has.
    package var covered: Int
    /// Tasks of the inventory.
    package var all: Int
    /// Tasks that the paper counts.
    package var paper: Int
  }

  /// How much of one part is there.
  package struct Count: Sendable, Equatable, Codable {
    /// The part's name.
    package var name: String
    /// Tasks that the user has.
    package var covered: Int
    /// Tasks of the inventory.
    package var all: Int
  }

  /// The inventory's tasks that are there, in its order, without inversions.
  package var covered: [Covered] = []
  /// The inventory's tasks that are not there, in its order; inversions, which templates make, and tasks of
  /// evaluation suites are not missed.
  package var missing: [InventoryTask] = []
  /// The user's tasks that the inventory does not have, by name.
  package var extra: [Extra] = []
  /// Covered tasks that are part of an evaluation suite: to be left out of training.
  package var toLeaveOut: [Covered] { covered.filter { $0.task.heldOutSuite != nil } }

  /// Compares the names of tasks with an inventory (`TaskNameKey`).
  package init(of names: [String], in inventory: TaskInventory) {
    var named: [String: String] = [:]
    for name in names.sorted() { named[TaskNameKey.key(of: name)] = named[TaskNameKey.key(of: name)] ?? name }
    var known: Set<String> = []
    for task in inventory.tasks {
      let key = TaskNameKey.key(of: task.name)
      known.insert(key)
      if task.isInversion { continue }
      if let name = named[key] {
        covered.append(Covered(task: task, name: name))
      } else if task.heldOutSuite == nil {
        missing.append(task)
      }
    }
    let search = NearTasks(missing.map(\.name))
    extra = names.filter { !known.contains(TaskNameKey.key(of: $0)) }.sorted()
      .map { Extra(name: $0, nearest: search.nearest(to: $0)) }
  }

  /// The counts as the paper has them: without inversions, and without tasks of evaluation suites.
  package var byPart: [PartCount] {
    InventoryPart.allCases.map { part in
      let there = covered.count { $0.task.part == part && $0.task.heldOutSuite == nil }
      return PartCount(
        part: part, covered: there, all: there + missing.count { $0.part == part }, paper: part.paperCount)
    }
  }

  /// The counts by part of the collection, in the inventory's order.
  package var bySource: [Count] { counts(\.source) }

  /// The counts by kind of task, the largest kinds first.
  package var byCategory: [Count] {
    counts { $0.category.isEmpty ? "unknown" : $0.category }
      .sorted { ($1.all, $0.name) < ($0.all, $1.name) }
  }

  private func counts(_ part: (InventoryTask) -> String) -> [Count] {
    var order: [String] = []
    var counts: [String: Count] = [:]
    func add(_ task: InventoryTask, covered: Int) {
      let name = part(task)
      if counts[name] == nil { order.append(name) }
      counts[name, default: Count(name: name, covered: 0, all: 0)].all += 1
      counts[name]?.covered += covered
    }
    for entry in covered { add(entry.task, covered: 1) }
    for task in missing { add(task, covered: 0) }
    return order.sorted().compactMap { counts[$0] }
  }
}

/// Finds nearly equal names among thousands: only those that share most words are measured letter by letter.
private struct NearTasks {
  private var tasks: [Substring: [Int]] = [:]
  private let names: [String]
  /// A word in more names than this says little.
  private static let common = 40

  init(_ names: [String]) {
    self.names = names
    for (index, name) in names.enumerated() {
      for word in Set(TaskNameKey.words(of: name)) { tasks[word, default: []].append(index) }
    }
  }

  func nearest(to name: String) -> String? {
    var candidates: Set<Int> = []
    for word in TaskNameKey.words(of: name) {
      if let list = tasks[word], list.count <= Self.common { candidates.formUnion(list) }
    }
    return NearestName.suggestion(for: name, in: candidates.map { names[$0] })
  }
}
