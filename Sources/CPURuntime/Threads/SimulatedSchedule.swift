/// What threads would do side by side, found by doing it part by part on one thread and timing each part.
///
/// A machine with few cores can so tell where many would wait: which parts are too few or too uneven, and
/// what one thread does alone. Caches and memory that many share, and the microsecond or two of each meeting,
/// are not simulated.
final class SimulatedSchedule: @unchecked Sendable {
  private let threads: Int
  private let clock = ContinuousClock()
  /// The time of all parts.
  private(set) var work = Duration.zero
  /// The time from the beginning to the end of all pieces of work, with every thread at work at once.
  private(set) var span = Duration.zero
  /// The time that laying out took, parts and what is spent on choosing threads for them: the latter is no
  /// part of the work.
  private(set) var taken = Duration.zero

  init(threads: Int) { self.threads = threads }

  /// Part i falls to thread i.
  func each(_ count: Int, _ body: (Int) -> Void) {
    let start = clock.now
    defer { taken += start.duration(to: clock.now) }
    var ends = [Duration](repeating: .zero, count: threads)
    for part in 0..<count { ends[part % threads] += measure { body(part) } }
    span += ends.max() ?? .zero
  }

  /// Threads take items as they become free: each the next one of its own queue, or else of another's.
  /// - Parameter queues: 1, or as many as threads.
  func share(_ count: Int, parts: Int, queues: Int, _ body: (_ thread: Int, _ item: Int) -> Void) {
    let start = clock.now
    defer { taken += start.duration(to: clock.now) }
    var ends = [Duration](repeating: .zero, count: parts)
    var left = (0..<queues).map { ThreadPool.range($0, of: queues, count: count) }
    while left.contains(where: { !$0.isEmpty }) {
      let thread = ends.indices.min { ends[$0] < ends[$1] } ?? 0
      let order = (0..<queues).map { (thread + $0) % queues }
      guard let queue = order.first(where: { !left[$0].isEmpty }) else { return }
      let item = left[queue].removeFirst()
      ends[thread] += measure { body(thread, item) }
    }
    span += ends.max() ?? .zero
  }

  private func measure(_ body: () -> Void) -> Duration {
    let time = clock.measure(body)
    work += time
    return time
  }
}
