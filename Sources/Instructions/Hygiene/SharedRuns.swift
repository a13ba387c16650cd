/// Runs of words that many of a task's instances have: an instruction before each input, a passage that is asked about
/// again and again. They say nothing of where an instance comes from, so that no finding is made of them.
struct SharedRuns: Sendable {
  /// The hashes of held-out texts' runs in the task, with the number of instances of different inputs that have them.
  private var counts: [UInt64: Int32] = [:]
  private var seen: Set<UInt64> = []

  /// Counts the held-out runs of an instance, unless one with the same input was counted before.
  mutating func add(_ runs: Set<UInt64>, input: UInt64) {
    if runs.isEmpty || !seen.insert(input).inserted { return }
    for hash in runs { counts[hash, default: 0] += 1 }
  }

  /// Adds what was counted of other instances of the task.
  mutating func merge(_ other: SharedRuns) {
    counts.merge(other.counts, uniquingKeysWith: +)
    seen.formUnion(other.seen)
  }

  /// Whether any instance has a run of a held-out text.
  var isEmpty: Bool { counts.isEmpty }

  /// The fewest instances that share a run: fewer have it by chance, or are all from the held-out text.
  private static let fewest = 3
  /// A part of a large task that shares a run, as instances that are asked about one passage do.
  private static let many = 10
  private static let manyIn = 100

  /// The runs that are the task's own: those of more than half of its instances, or of more than ten and one in a
  /// hundred.
  /// - Parameter checked: the instances that were looked at.
  func common(of checked: Int) -> Set<UInt64> {
    let limit = max(Self.many, checked / Self.manyIn)
    return Set(
      counts.filter { $0.value >= Self.fewest && (2 * Int($0.value) > checked || Int($0.value) > limit) }.keys
    )
  }
}
