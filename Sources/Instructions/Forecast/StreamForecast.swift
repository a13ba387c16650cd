import Diagnostics
import Tokenization

/// What will become of a run's examples, as far as the first ones of each task tell: which do not fit the
/// row, and whose targets the vocabulary cannot write.
///
/// Of each task its first examples of the run are looked at, of all tasks together at most `limit`; small
/// tasks, and short runs, are looked at whole.
package struct StreamForecast: Sendable, Equatable {
  /// A target that loses text.
  package struct Loss: Sendable, Equatable, Codable {
    /// The file and line of its instance.
    package var place: String
    /// The target, cut where it is long.
    package var target: String
    /// The characters that are lost.
    package var lost: [String]
  }

  /// One task.
  package struct Task: Sendable, Equatable, Codable {
    /// The task's name.
    package var task: String
    /// Its examples in the whole run.
    package var examples: Int
    /// Those that were looked at, blank targets aside.
    package var examined = 0
    /// Those of them that are longer than a row.
    package var tooLong = 0
    /// Those of them whose target loses characters.
    package var losing = 0
    /// Those of them whose target loses at least half of its characters.
    package var unwritable = 0
    /// The first few that lose text.
    package var losses: [Loss] = []
  }

  /// The tasks, in the mixture's order.
  package var tasks: [Task]

  /// The most examples that are looked at.
  package static let limit = 8192
  fileprivate static let shownLosses = 2
  fileprivate static let longestTarget = 60

  /// The forecast of the first `positions` positions of a stream.
  /// - Parameter sample: examples that need not be tokenized again.
  /// - Throws: `MixtureError`, `TaskDataError.damagedStore`.
  package init(
    _ stream: ExampleStream, positions: Int, row: (inputs: Int, targets: Int),
    sample: ExampleSample = ExampleSample()
  ) throws {
    let counts = try stream.mixture.entries.indices.map { try stream.count(ofEntry: $0, before: positions) }
    let most = ContentCheck.mostPerTask(counts, limit: Self.limit)
    tasks = try zip(stream.mixture.entries, counts).enumerated().map { number, entry in
      var task = Task(task: entry.0.split.task.name, examples: entry.1)
      for occurrence in 0..<min(entry.1, most) {
        let example =
          try sample[number, occurrence]
          ?? ExampleSample.Entry(stream.tokenized(number, occurrence: occurrence), of: stream)
        // Only the end-of-sequence id: such an example is left out as blank.
        if example.targets <= 1 { continue }
        task.examined += 1
        if example.inputs > row.inputs || example.targets > row.targets { task.tooLong += 1 }
        if example.losesText { try task.addLoss(stream, number, occurrence: occurrence) }
      }
      return task
    }
  }

  /// These tasks.
  init(_ tasks: [Task]) { self.tasks = tasks }

  /// All examples that were looked at.
  package var examined: Int { tasks.reduce(0) { $0 + $1.examined } }
}

extension StreamForecast.Task {
  fileprivate mutating func addLoss(_ stream: ExampleStream, _ number: Int, occurrence: Int) throws {
    let target = try stream.target(number, occurrence: occurrence)
    let written = WrittenText(target, by: stream.tokenizer)
    losing += 1
    if written.isUnwritable { unwritable += 1 }
    if losses.count == StreamForecast.shownLosses { return }
    let instance = try stream.tokenized(number, occurrence: occurrence).provenance.instance
    var place = stream.tasks[number].task.location(ofInstance: instance)
    place.field = nil
    losses.append(
      .init(
        place: place.description,
        target: target.count <= StreamForecast.longestTarget
          ? target : target.prefix(StreamForecast.longestTarget) + "...",
        lost: written.lost))
  }
}
