/// Which of the tasks are trained on: by name, and by number.
package struct TaskSelection: Sendable, Equatable {
  /// How many tasks.
  package enum Count: Sendable, Equatable {
    /// All of them.
    case all
    /// So many. 9, 89 and 282 are the paper's nested sets where there is a sub-mixture `cot`: chain of
    /// thought, with Muffin, with T0-SF (Chung et al. 2022, Table 3).
    case number(Int)
  }

  /// Patterns of which a task must match one; empty takes all.
  package var include: [String]
  /// Patterns of which a task may match none.
  package var exclude: [String]
  /// How many of these.
  package var count: Count

  /// A selection; without arguments, all tasks.
  package init(include: [String] = [], exclude: [String] = [], count: Count = .all) {
    self.include = include
    self.exclude = exclude
    self.count = count
  }

  /// The order in which the paper adds sub-mixtures, and how many tasks each step of it has.
  package static let paperOrder = [("cot", 9), ("muffin", 89), ("t0-sf", 282), ("niv2", 1_836)]

  /// The names of the selected tasks.
  ///
  /// With a number, tasks are taken sub-mixture by sub-mixture in the paper's order, others last, and within
  /// one in an order that hangs on `seed` and the name alone: a larger number contains every smaller one.
  /// - Parameter tasks: the tasks' names, each with its sub-mixture.
  /// - Throws: `MixtureError.unmatchedPattern`, `.notEnoughTasks`, `.nothingSelected`.
  package func names(
    of tasks: [(name: String, subMixture: String)], seed: UInt64
  ) throws(MixtureError) -> Set<String> {
    let named = try named(tasks)
    guard case .number(let number) = count else { return Set(named.map(\.name)) }
    if let whole = Self.paperSet(number), named.contains(where: { $0.subMixture == "cot" }) {
      return Set(named.filter { whole.contains($0.subMixture) }.map(\.name))
    }
    if number > named.count { throw .notEnoughTasks(asked: number, present: named.count) }
    let ranks = Dictionary(
      uniqueKeysWithValues: Self.paperOrder.enumerated().map { ($0.element.0, $0.offset) })
    let keyed = named.map { task in
      var hash = StableHash()
      hash.combine("task selection")
      hash.combine(seed)
      hash.combine(task.name)
      return (ranks[task.subMixture] ?? .max, hash.value, task.name)
    }
    return Set(keyed.sorted { $0 < $1 }.prefix(number).map(\.2))
  }

  /// The sub-mixtures of one of the paper's numbers.
  private static func paperSet(_ number: Int) -> [String]? {
    guard let last = paperOrder.firstIndex(where: { $0.1 == number }) else { return nil }
    return paperOrder[...last].map(\.0)
  }

  private func named(
    _ tasks: [(name: String, subMixture: String)]
  ) throws(MixtureError) -> [(name: String, subMixture: String)] {
    let names = tasks.map(\.name)
    let included = try patterns(include, names)
    let excluded = try patterns(exclude, names)
    let result = tasks.filter { task in
      (included.isEmpty || included.contains { $0.matches(task.name) })
        && !excluded.contains { $0.matches(task.name) }
    }
    if result.isEmpty { throw .nothingSelected(tasks: tasks.count) }
    return result
  }

  /// A name must be of a task, or it is misspelt; a pattern may match none, so that one list serves many
  /// folders.
  private func patterns(_ texts: [String], _ names: [String]) throws(MixtureError) -> [NamePattern] {
    var result: [NamePattern] = []
    for text in texts {
      let pattern = NamePattern(text)
      if pattern.isName, !names.contains(where: pattern.matches) {
        throw .unmatchedPattern(text: text, valid: names)
      }
      result.append(pattern)
    }
    return result
  }
}
