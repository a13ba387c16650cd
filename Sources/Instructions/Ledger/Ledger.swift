/// What became of every example, per task, as an account that must balance: read = used + truncated +
/// dropped.
package struct Ledger: Sendable, Codable, Equatable {
  /// The counts of one task, or of all together.
  package struct Counts: Sendable, Codable, Equatable {
    /// Examples taken from the source.
    package var read = 0
    /// Examples used whole.
    package var used = 0
    /// Examples used after their input or target was cut to the row.
    package var truncated = 0
    /// Examples not used, by reason.
    package var dropped: [DropReason: Int] = [:]
    /// Input tokens used, with the end-of-sequence ids.
    package var inputTokens = 0
    /// Target tokens used, with the end-of-sequence ids.
    package var targetTokens = 0
    /// Input tokens cut off from truncated examples.
    package var cutInputTokens = 0
    /// Target tokens cut off from truncated examples.
    package var cutTargetTokens = 0
    /// Examples that lost all exemplars because not one fitted the row, and were asked without.
    package var withoutExemplars = 0
    /// Used and truncated examples by format.
    package var formats: [PromptFormat: Int] = [:]

    /// Nothing counted yet.
    package init() {}

    /// Examples not used, for whatever reason.
    package var droppedTotal: Int { dropped.values.reduce(0, +) }

    /// Whether every example read is accounted for.
    package var reconciles: Bool { read == used + truncated + droppedTotal }

    /// Adds the counts of `other`.
    package mutating func add(_ other: Counts) {
      read += other.read
      used += other.used
      truncated += other.truncated
      dropped.merge(other.dropped, uniquingKeysWith: +)
      inputTokens += other.inputTokens
      targetTokens += other.targetTokens
      cutInputTokens += other.cutInputTokens
      cutTargetTokens += other.cutTargetTokens
      withoutExemplars += other.withoutExemplars
      formats.merge(other.formats, uniquingKeysWith: +)
    }
  }

  /// The counts by task name.
  package private(set) var tasks: [String: Counts] = [:]

  /// A ledger with no entries.
  package init() {}

  /// Adds counts of one task.
  package mutating func add(_ counts: Counts, task: String) { tasks[task, default: Counts()].add(counts) }

  /// Changes the counts of one task in place.
  mutating func update(task: String, _ change: (inout Counts) -> Void) {
    change(&tasks[task, default: Counts()])
  }

  /// Adds all counts of `other`.
  package mutating func merge(_ other: Ledger) {
    for (task, counts) in other.tasks { add(counts, task: task) }
  }

  /// The sum over all tasks.
  package var total: Counts { tasks.values.reduce(into: Counts()) { $0.add($1) } }

  /// Whether every task's counts add up.
  package var reconciles: Bool { tasks.values.allSatisfy(\.reconciles) }
}
