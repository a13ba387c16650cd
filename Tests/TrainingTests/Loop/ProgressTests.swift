import Diagnostics
import Instructions
import RunTestSupport
import Synchronization
import Testing

@testable import Inspection
@testable import Recipes
@testable import Runs

/// What is told of work that takes long.
@Suite struct ProgressTests {
  private final class Watcher: TrainingListener {
    private(set) var heard: [WorkProgress] = []

    func receive(_ event: TrainingEvent) {
      if case .progress(let progress) = event { heard.append(progress) }
    }
  }

  /// That some work is told from its beginning to its end, and never backwards.
  private func check(_ heard: [WorkProgress], of work: String, times: Int = 1) {
    let own = heard.filter { $0.work == work }
    #expect(own.count { $0.done == 0 } == times && own.count(where: \.isDone) == times, "\(own)")
    for (before, after) in zip(own, own.dropFirst()) {
      #expect(after.done >= before.done || (before.isDone && after.done == 0))
      #expect(after.total == before.total)
    }
  }

  @Test func evaluationsAreToldBatchByBatch() throws {
    let watcher = Watcher()
    try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss)).train(listener: watcher)
    let works = ["instances: losses", "instances: answers", "clusters: losses", "clusters: answers"]
    // At the start and after the steps 3, 6 and 8.
    for work in works { check(watcher.heard, of: "eval, \(work)", times: 4) }
    #expect(Set(watcher.heard.map(\.work)).count == works.count)
  }

  /// From several threads what is told may come out of order, but all of it comes.
  @Test func storingAndTokenizingAreToldToTheirEnds() throws {
    let run = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss))
    let heard = Mutex<[WorkProgress]>([])
    let overrides = ["data.cache.folder=\(run.folder.path)/cache", "data.cache.minimumBytes=1"]
    let loaded = try Recipe.load(run.recipePath(), overrides: overrides + ["data.cache.tokens=build"])
    _ = try CachePage(
      filling: loaded, progress: { progress in heard.withLock { $0.append(progress) } }, report: { _ in })
    let all = heard.withLock { $0 }
    for (work, unit) in [
      ("storing \(run.folder.path)/tasks", WorkProgress.Unit.bytes),
      ("tokenizing examples", .examples),
    ] {
      let own = all.filter { $0.work == work }
      #expect(
        own.contains(where: \.isDone) && own.allSatisfy { $0.unit == unit && $0.done <= $0.total }, "\(work)")
    }
  }
}
