import Foundation
import Synchronization

/// Splits work over a fixed number of threads, so that what each part computes never depends on timing.
///
/// Between two pieces of work threads spin for a moment, then offer their core to others, then sleep: the operations of a program follow each other
/// within microseconds, and waking a sleeping thread takes longer than many of them.
final class ThreadPool: Sendable {
  /// The number of parts that work is split into.
  let threads: Int
  private let crew: Crew

  init(threads: Int) {
    self.threads = threads
    crew = Crew(workers: threads - 1)
  }

  deinit { crew.dismiss() }

  /// Calls `body` with contiguous ranges that cover 0..<count, at most one per thread, at the same time.
  /// - Parameters:
  ///   - count: the number of items.
  ///   - grain: the least number of items worth a thread of their own.
  ///   - body: gets the part's number and its range.
  @inline(__always)
  func split(_ count: Int, grain: Int = 1, _ body: (_ part: Int, _ range: Range<Int>) -> Void) {
    let parts = max(1, min(threads, count / max(grain, 1)))
    if parts == 1 {
      body(0, 0..<count)
      return
    }
    each(parts) { part in body(part, Self.range(part, of: parts, count: count)) }
  }

  /// Calls `body` once for each of 0..<count, at the same time; not from within another call's body.
  func each(_ count: Int, _ body: (Int) -> Void) {
    if count <= 1 || threads == 1 {
      for part in 0..<count { body(part) }
    } else {
      crew.work(count, body)
    }
  }

  /// The range of one of `parts` nearly equal parts.
  static func range(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    (part * count / parts)..<((part + 1) * count / parts)
  }
}

/// The threads of a pool beside the calling one.
///
/// A piece of work is an epoch: the caller writes it down and raises the epoch's number; every worker does its parts and
/// checks in; the caller does its own parts and waits for all. Part i always falls to the same thread.
private final class Crew: @unchecked Sendable {
  private typealias Work = (count: Int, body: (Int) -> Void)

  private let workers: Int
  private let epoch = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isDismissed = Atomic<Bool>(false)
  private let bell = NSCondition()
  /// Held during a piece of work: a second thread that has work for the crew waits.
  private let turn = NSLock()
  // Written before the epoch is raised, read after it is seen.
  nonisolated(unsafe) private var current: Work?

  /// Looks at the epoch's number before a thread lets others have its core, some tens of microseconds.
  private static let patience = 20_000
  /// How often a thread without work lets others have its core before it sleeps. Where nobody wants the core that is a tenth of
  /// a millisecond: as long as a decoding step's search takes, and less than it takes a virtual machine to wake a core.
  private static let yields = 250

  init(workers: Int) {
    self.workers = max(0, workers)
    for number in 0..<self.workers {
      let thread = Thread { [self] in serve(number + 1) }
      thread.name = "flan-train kernel \(number + 1)"
      thread.start()
    }
  }

  func work(_ count: Int, _ body: (Int) -> Void) {
    turn.lock()
    defer { turn.unlock() }
    withoutActuallyEscaping(body) { body in
      current = (count, body)
      busy.store(workers, ordering: .relaxed)
      raiseEpoch()
      perform(0)
      var looks = 0
      while busy.load(ordering: .acquiring) > 0 {
        looks += 1
        // Somebody else may need this core to finish.
        if looks > Self.patience { sched_yield() }
      }
      current = nil
    }
  }

  func dismiss() {
    isDismissed.store(true, ordering: .relaxed)
    raiseEpoch()
  }

  private func raiseEpoch() {
    epoch.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      bell.lock()
      bell.broadcast()
      bell.unlock()
    }
  }

  /// The parts of the current work that fall to a thread.
  private func perform(_ number: Int) {
    guard let current else { return }
    for part in stride(from: number, to: current.count, by: workers + 1) { current.body(part) }
  }

  /// What a worker does until it is dismissed.
  private func serve(_ number: Int) {
    var seen = 0
    while true {
      waitForEpoch(after: seen)
      seen += 1
      if isDismissed.load(ordering: .relaxed) { return }
      perform(number)
      busy.subtract(1, ordering: .releasing)
    }
  }

  private func waitForEpoch(after seen: Int) {
    for _ in 0..<Self.patience where epoch.load(ordering: .acquiring) != seen { return }
    for _ in 0..<Self.yields {
      if epoch.load(ordering: .acquiring) != seen { return }
      sched_yield()
    }
    bell.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while epoch.load(ordering: .sequentiallyConsistent) == seen { bell.wait() }
    sleepers.subtract(1, ordering: .relaxed)
    bell.unlock()
  }
}
