import Diagnostics
import Dispatch
import Synchronization

/// Compares what is trained on with held-out texts by the runs of words that they share (n-gram overlap, for
/// contamination), task by task and on all processors.
package struct ContentCheck: Sendable {
  /// An instance that has too much of a held-out text.
  package struct Example: Sendable, Equatable, Codable {
    /// Where the instance stands: file and line.
    package var place: String
    /// Where the held-out text stands.
    package var heldOut: String
    /// The part of the held-out text that is in the instance, from 0 to 1.
    package var overlap: Double
    /// Whether the whole input is the held-out text.
    package var isDuplicate: Bool
    /// The longest run of words that both have, cut where it is long.
    package var words: String
  }

  /// What was found in a task.
  package struct Finding: Sendable, Equatable, Codable {
    /// The task.
    package var task: String
    /// Its trained instances.
    package var instances: Int
    /// Those that were looked at.
    package var checked: Int
    /// Those that have a run of words, or all, of a held-out text.
    package var sharing = 0
    /// Those of them that have too much of it.
    package var contaminated = 0
    /// Those of them whose whole input is a held-out text.
    package var duplicates = 0
    /// Those of them that hold a held-out text whole, alone or among other words; `nil` in older ledgers.
    package var whole: Int?
    /// Those that were taken out; `nil` where none is.
    package var removed: Int?
    /// The few that share most.
    package var examples: [Example] = []

    /// The contaminated part of those that were looked at.
    package var fraction: Double { checked == 0 ? 0 : Double(contaminated) / Double(checked) }
  }

  private let index: HeldOutIndex
  private let threshold: Double
  private let limit: Int
  private static let chunk = 1024
  private static let shownExamples = 3

  /// A check against `index`.
  /// - Parameters:
  ///   - threshold: the least part of a held-out text's runs of words that makes an instance contaminated; 0
  ///     is any run.
  ///   - limit: the most instances that are looked at, over all tasks.
  package init(_ index: HeldOutIndex, threshold: Double, limit: Int) {
    self.index = index
    self.threshold = threshold
    self.limit = max(1, limit)
  }

  /// What was found.
  package struct Result: Sendable {
    /// The findings of the tasks that have any, in the tasks' order; those of a task of which not all was
    /// looked at come in any case.
    package var findings: [Finding]
    /// The contaminated instances by task, ascending.
    package var contaminated: [String: [Int]]
  }

  /// The findings in `tasks`.
  package func findings(in tasks: [TaskSplit]) -> [Finding] { result(in: tasks).findings }

  /// The findings in `tasks`, and the very instances that are contaminated.
  /// - Parameter progress: told, on any thread, how many instances have been looked at.
  package func result(
    in tasks: [TaskSplit], progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> Result {
    let most = Self.mostPerTask(tasks.map(\.train.count), limit: limit)
    var pieces: [Piece] = []
    for (number, split) in tasks.enumerated() {
      let checked = min(split.train.count, most)
      for start in stride(from: 0, to: checked, by: Self.chunk) {
        pieces.append(Piece(task: number, range: start..<min(start + Self.chunk, checked), checked: checked))
      }
    }
    let (common, suspects) = suspects(in: tasks, pieces, progress)
    let results = Mutex<[Int: (finding: Finding, contaminated: [Int])]>([:])
    // Only instances that have something of a held-out text are looked at again.
    let work = suspects.sorted { $0.key < $1.key }
    let all = pieces
    DispatchQueue.concurrentPerform(iterations: work.count) { number in
      let (piece, instances) = work[number]
      let task = all[piece].task
      let part = finding(in: tasks[task], instances, common: common[task] ?? [])
      if part.finding.sharing > 0 { results.withLock { $0[piece] = part } }
    }
    let found = results.withLock { $0 }
    var contaminated: [String: [Int]] = [:]
    var findings = tasks.map { split in
      Finding(
        task: split.task.name, instances: split.train.count, checked: min(split.train.count, most))
    }
    for (piece, (part, instances)) in found.sorted(by: { $0.key < $1.key }) {
      let task = pieces[piece].task
      if !instances.isEmpty { contaminated[part.task, default: []] += instances }
      findings[task].sharing += part.sharing
      findings[task].contaminated += part.contaminated
      findings[task].duplicates += part.duplicates
      findings[task].whole = (findings[task].whole ?? 0) + (part.whole ?? 0)
      for example in part.examples { findings[task].show(example, atMost: Self.shownExamples) }
    }
    return Result(
      findings: findings.filter { $0.sharing > 0 || (index.count > 0 && $0.checked < $0.instances) },
      contaminated: contaminated.mapValues { $0.sorted() })
  }

  /// Instances of a task that one thread looks at.
  private struct Piece {
    var task: Int
    /// The first and the last, of those that are looked at.
    var range: Range<Int>
    /// How many of the task are looked at.
    var checked: Int
  }

  /// For each task that has anything of a held-out text, the runs of words that its instances share among
  /// each other; and for each piece the instances that have something of a held-out text.
  private func suspects(
    in tasks: [TaskSplit], _ pieces: [Piece], _ progress: @escaping @Sendable (WorkProgress) -> Void
  ) -> (common: [Int: Set<UInt64>], instances: [Int: [Int]]) {
    if index.count == 0 { return ([:], [:]) }
    let shared = Mutex<[Int: (runs: SharedRuns, checked: Int)]>([:])
    let suspects = Mutex<[Int: [Int]]>([:])
    let total = pieces.reduce(0) { $0 + $1.range.count }
    let seen = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: pieces.count) { number in
      let piece = pieces[number]
      let split = tasks[piece.task]
      var check = InstanceCheck(index)
      var runs = SharedRuns()
      var instances: [Int] = []
      for place in piece.range {
        let instance = Self.instance(place, of: piece.checked, in: split)
        let (found, input) = check.runs(in: split.task.instances[instance])
        runs.add(found, input: input)
        if !found.isEmpty || index.hasWhole(input) { instances.append(instance) }
      }
      let done = seen.withLock { count in
        count += piece.range.count
        return count
      }
      progress(WorkProgress("looking for held-out texts", done: done, of: total, .instances))
      if instances.isEmpty { return }
      let (own, mine) = (runs, instances)
      shared.withLock { $0[piece.task, default: (SharedRuns(), piece.checked)].runs.merge(own) }
      suspects.withLock { $0[number] = mine }
    }
    let common = shared.withLock { $0 }.mapValues { $0.runs.common(of: $0.checked) }
    return (common, suspects.withLock { $0 })
  }

  /// The instance that is looked at as the `number`-th of `checked`: evenly over the task where only a part
  /// is.
  private static func instance(_ number: Int, of checked: Int, in split: TaskSplit) -> Int {
    split.train[Int((UInt64(number) * UInt64(split.train.count)) / UInt64(max(1, checked)))]
  }

  /// The most instances of each task with which all tasks together stay within `limit`.
  static func mostPerTask(_ counts: [Int], limit: Int) -> Int {
    var (left, tasks) = (limit, counts.count)
    for count in counts.sorted() {
      let share = max(1, left / max(1, tasks))
      if count > share { return share }
      left -= count
      tasks -= 1
    }
    return .max
  }

  private func finding(
    in split: TaskSplit, _ instances: [Int], common: Set<UInt64>
  ) -> (finding: Finding, contaminated: [Int]) {
    var finding = Finding(task: split.task.name, instances: split.train.count, checked: instances.count)
    var contaminated: [Int] = []
    var check = InstanceCheck(index, common: common)
    for instance in instances {
      guard let match = check.match(split.task.instances[instance]) else { continue }
      finding.sharing += 1
      if match.isDuplicate || match.overlap >= threshold {
        finding.contaminated += 1
        contaminated.append(instance)
      }
      if match.isDuplicate || match.overlap >= 1 { finding.whole = (finding.whole ?? 0) + 1 }
      if match.isDuplicate { finding.duplicates += 1 }
      var place = split.task.location(ofInstance: instance)
      place.field = nil
      let example = Example(
        place: place.description, heldOut: index.places[Int(match.text)].description,
        overlap: match.overlap, isDuplicate: match.isDuplicate, words: Self.shortened(match.words))
      finding.show(example, atMost: Self.shownExamples)
    }
    return (finding, contaminated)
  }

  private static func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= 140 ? line : line.prefix(137) + "..."
  }
}

extension ContentCheck.Finding {
  /// Keeps the examples that share most, the earlier of equal ones first.
  fileprivate mutating func show(_ example: ContentCheck.Example, atMost count: Int) {
    let place = examples.firstIndex { $0.overlap < example.overlap } ?? examples.endIndex
    if place < count { examples.insert(example, at: place) }
    if examples.count > count { examples.removeLast() }
  }
}
