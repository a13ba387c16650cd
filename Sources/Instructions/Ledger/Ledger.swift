/// What became of every example, per task: read = used + truncated + dropped.
public struct Ledger: Sendable, Codable, Equatable {
  /// The counts of one task, or of all together.
  public struct Counts: Sendable, Codable, Equatable {
    /// Examples taken from the source.
    public var read = 0
    /// Examples used whole.
    public var used = 0
    /// Examples used after their input or target was cut to the row.
    public var truncated = 0
    /// Examples not used, by reason.
    public var dropped: [DropReason: Int] = [:]
    /// Input tokens used, with the end-of-sequence ids.
    public var inputTokens = 0
    /// Target tokens used, with the end-of-sequence ids.
    public var targetTokens = 0
    /// Input tokens cut off from truncated examples.
    public var cutInputTokens = 0
    /// Target tokens cut off from truncated examples.
    public var cutTargetTokens = 0
    /// Examples that lost all exemplars because not one fitted the row, and were asked without.
    public var withoutExemplars = 0
    /// Used and truncated examples by format.
    public var formats: [PromptFormat: Int] = [:]

    /// Nothing counted yet.
    public init() {}

    /// Examples not used, for whatever reason.
    public var droppedTotal: Int { dropped.values.reduce(0, +) }

    /// Whether every example read is accounted for.
    public var reconciles: Bool { read == used + truncated + droppedTotal }

    /// Adds the counts of `other`.
    public mutating func add(_ other: Counts) {
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
  public private(set) var tasks: [String: Counts] = [:]

  /// A ledger with no entries.
  public init() {}

  /// Adds counts of one task.
  public mutating func add(_ counts: Counts, task: String) { tasks[task, default: Counts()].add(counts) }

  /// Changes the counts of one task in place.
  mutating func update(task: String, _ change: (inout Counts) -> Void) {
    change(&tasks[task, default: Counts()])
  }

  /// Adds all counts of `other`.
  public mutating func merge(_ other: Ledger) {
    for (task, counts) in other.tasks { add(counts, task: task) }
  }

  /// The sum over all tasks.
  public var total: Counts { tasks.values.reduce(into: Counts()) { $0.add($1) } }

  /// Whether every task's counts add up.
  public var reconciles: Bool { tasks.values.allSatisfy(\.reconciles) }
}
