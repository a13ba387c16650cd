import Foundation
import Synchronization

/// The worker threads of a pool, beside the calling one (fork and join).
///
/// A piece of work is an epoch: the caller writes it down and raises the epoch's number; every worker does
/// its parts and checks in; the caller does its own parts and waits for all. Part i always falls to the same
/// thread.
final class Crew: @unchecked Sendable {
  private typealias Work = (count: Int, body: (Int) -> Void)

  private let workers: Int
  private let epoch = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let isDismissed = Atomic<Bool>(false)
  private let crowding = Crowding()
  /// Where workers sleep until there is work, and where the caller does until it is done.
  private let (bell, end) = (Sleep(), Sleep())
  /// Held during a piece of work: a second thread that has work for the crew waits.
  private let turn = NSLock()
  // Written before the epoch is raised, read after it is seen.
  nonisolated(unsafe) private var current: Work?

  init(workers: Int) {
    self.workers = max(0, workers)
    for number in 0..<self.workers {
      let thread = Thread { [self] in serve(number + 1) }
      thread.name = "flan-train kernel \(number + 1)"
      thread.start()
    }
  }

  /// Calls `body` once for each of 0..<count, on all threads, and returns when all is done.
  func work(_ count: Int, _ body: (Int) -> Void) {
    turn.lock()
    defer { turn.unlock() }
    withoutActuallyEscaping(body) { body in
      current = (count, body)
      busy.store(workers, ordering: .relaxed)
      raiseEpoch()
      perform(0)
      Waiting.wait(crowding, end) { busy.load(ordering: .sequentiallyConsistent) == 0 }
      current = nil
    }
  }

  /// Has all workers end.
  func dismiss() {
    isDismissed.store(true, ordering: .relaxed)
    raiseEpoch()
  }

  private func raiseEpoch() {
    epoch.add(1, ordering: .sequentiallyConsistent)
    bell.wakeAll()
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
      Waiting.wait(crowding, bell) { epoch.load(ordering: .sequentiallyConsistent) != seen }
      seen += 1
      if isDismissed.load(ordering: .relaxed) { return }
      perform(number)
      if busy.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { end.wakeAll() }
    }
  }
}
