/// Elements that make it worth waking another thread for a pass over memory.
let elementwiseGrain = 1 << 15

/// Splits work over a fixed number of threads (fork and join), so that what each part computes never depends
/// on timing.
///
/// Between two pieces of work threads wait awake for a moment before they sleep (`Waiting`): the operations
/// of a program follow each other within microseconds, and waking a sleeping thread takes longer than many of
/// them.
final class ThreadPool: Sendable {
  /// The number of parts that work is split into.
  let threads: Int
  /// Lays work out on threads that are not there, instead of sharing it.
  let simulation: SimulatedSchedule?
  private let crew: Crew

  init(threads: Int) {
    self.threads = threads
    simulation = nil
    crew = Crew(workers: threads - 1)
  }

  /// A pool that does everything on the calling thread, as `threads` threads would share it.
  init(simulating threads: Int) {
    self.threads = threads
    simulation = SimulatedSchedule(threads: threads)
    crew = Crew(workers: 0)
  }

  deinit { crew.dismiss() }

  /// Calls `body` with contiguous ranges that cover 0..<count, at most one per thread, at the same time.
  /// - Parameters:
  ///   - count: the number of items.
  ///   - grain: the least number of items worth a thread of their own.
  ///   - body: gets the part's number and its range.
  @inline(__always)
  func split(_ count: Int, grain: Int = 1, _ body: (_ part: Int, _ range: Range<Int>) -> Void) {
    let parts = parts(of: count, grain: grain)
    if parts == 1, simulation == nil {
      body(0, 0..<count)
      return
    }
    each(parts) { part in body(part, Self.range(part, of: parts, count: count)) }
  }

  /// Calls `body` once for each of 0..<count, at the same time; not from within another call's body.
  func each(_ count: Int, _ body: (Int) -> Void) {
    if let simulation {
      simulation.each(count, body)
    } else if count <= 1 || threads == 1 {
      for part in 0..<count { body(part) }
    } else {
      crew.work(count, body)
    }
  }

  /// How many threads share items of which `grain` at least are worth one.
  func parts(of count: Int, grain: Int) -> Int { max(1, min(threads, count / max(grain, 1))) }

  /// The range of one of `parts` nearly equal parts.
  static func range(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    (part * count / parts)..<((part + 1) * count / parts)
  }
}
