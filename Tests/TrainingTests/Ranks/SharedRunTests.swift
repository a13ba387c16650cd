import Diagnostics
import Foundation
import ProcessGroups
import ProcessGroupsTestSupport
import RunTestSupport
import Runs
import Testing
import Training

@testable import Recipes

/// A run of several processes, which threads stand for here, ends as that of one process with as many parts.
@Suite struct SharedRunTests {
  private static let metric = BestMetric.heldOut(.heldOutInstances, .loss)

  private static func make(parts: Int?) throws -> InterruptedRun {
    try InterruptedRun(metric: metric, accumulation: parts, rows: 4)
  }

  private static func train(
    _ run: InterruptedRun, ranks: Int, interruptedAt event: Int? = nil
  ) throws -> [RunOutcome?] {
    try ThreadGroup.run(ranks) { group in
      // Only the first one's listener hears anything.
      try run.train(interruptedAt: event, ranks: group).ending
    }.map { try $0.get() }
  }

  /// Weights, optimizer state, best model, every prediction and every row, of as many parts as there are and of several a process.
  @Test(arguments: [(2, 2), (4, 4), (2, 4)])
  func files(_ ranks: Int, _ parts: Int) throws {
    let alone = try Self.make(parts: parts)
    try alone.train()
    let shared = try Self.make(parts: parts)
    let outcomes = try Self.train(shared, ranks: ranks)
    #expect(outcomes.allSatisfy { $0 == alone.run.outcome })
    let (expected, result) = (try alone.result(), try shared.result())
    #expect(result.keys.sorted() == expected.keys.sorted())
    for (name, data) in expected { #expect(result[name] == data, "\(name)") }
  }

  /// A run that is stopped on some processes goes on with another number of them, one included, which follow from its folder.
  @Test(arguments: [(4, 1), (4, 2), (2, 4), (1, 4)])
  func anotherNumberOfProcesses(_ first: Int, _ second: Int) throws {
    let alone = try Self.make(parts: 4)
    let (events, _) = try alone.train()
    let expected = try alone.result()
    var interruptions = 0
    for event in stride(from: 3, to: events - 1, by: 7) {
      let run = try Self.make(parts: 4)
      if first == 1 {
        try run.train(interruptedAt: event)
      } else {
        _ = try Self.train(run, ranks: first, interruptedAt: event)
      }
      // The last event comes when the run is done.
      if run.run.isDone { continue }
      interruptions += 1
      if second == 1 { try run.train() } else { _ = try Self.train(run, ranks: second) }
      let result = try run.result()
      for (name, data) in expected { #expect(result[name] == data, "event \(event): \(name)") }
    }
    #expect(interruptions >= 3)
  }

  /// What the recipe does not say is a part for each process, and stays so when the run goes on.
  @Test func partsFollowTheProcesses_andTheRun() throws {
    let run = try Self.make(parts: nil)
    _ = try Self.train(run, ranks: 2, interruptedAt: 9)
    #expect(run.run.keptParts == 2)
    try run.train()
    #expect(run.run.isDone && run.run.keptParts == 2)
    let alone = try Self.make(parts: 2)
    try alone.train()
    let (expected, result) = (try alone.result(), try run.result())
    for (name, data) in expected { #expect(result[name] == data, "\(name)") }
  }

  @Test func aRunThatIsDone_isDoneForAll() throws {
    let run = try Self.make(parts: 2)
    _ = try Self.train(run, ranks: 2)
    #expect(try Self.train(run, ranks: 2) == [nil, nil])
  }

  /// A full disk, which only the first process meets, before training: all end with its error.
  @Test func aFolderThatCannotBeMade_endsAll() throws {
    let run = try Self.make(parts: 2)
    try run.folder.write("a file where the runs are to be", to: "runs")
    let results = ThreadGroup.run(2) { group in _ = try run.train(ranks: group) }
    for result in results { #expect(throws: AgreedError.self) { try result.get() } }
  }
}
