import Foundation
import Synchronization

/// How a thread waits for another of its pool: it spins, then yields its core, then sleeps.
///
/// First it looks again and again, some tens of microseconds: what it waits for is mostly that near. Then it
/// offers its core to others at every look, which costs nothing where nobody wants it; that lasts a tenth of
/// a millisecond, as long as a decoding step's search and less than it takes a virtual machine to wake a
/// core. Then it sleeps.
///
/// On a core that others want as well an offer is taken, and for a whole slice of some milliseconds, which
/// the system does not give back: beside as many busy processes as cores a step took fifteen times as long. A
/// sleeper is owed its time. So on a crowded machine threads look for some tenths of a millisecond and then
/// sleep: a step takes 2.2 to 2.6 times as long, of which 2 are fair.
enum Waiting {
  /// Looks before a thread offers its core.
  private static let looks = 20_000
  /// How often a thread offers its core before it sleeps.
  private static let offers = 250
  /// Looks before a thread sleeps on a crowded machine, beside the first.
  private static let crowdedLooks = 180_000

  /// Returns when `isOver`; with sequentially consistent loads, so that no wake is missed.
  @inline(__always)
  static func wait(_ crowding: Crowding, _ sleep: Sleep, until isOver: () -> Bool) {
    for _ in 0..<looks where isOver() { return }
    if crowding.isLikely {
      for _ in 0..<crowdedLooks where isOver() { return }
    } else {
      for _ in 0..<offers {
        if isOver() { return }
        if crowding.takesOffer() { break }
      }
    }
    sleep.until(isOver)
  }
}

/// Whether other processes want the cores of this one's threads (oversubscription).
final class Crowding: Sendable {
  /// Until when, in nanoseconds of the system's monotonic clock, an offer is thought to be taken.
  private let end = Atomic<UInt64>(0)

  /// How long one observation holds: trying again costs a slice.
  private static let memory: UInt64 = 200_000_000
  /// An offer that nobody takes lasts a microsecond, one that is taken a slice of milliseconds.
  private static let slice: UInt64 = 300_000

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Whether an offer was taken a short time ago.
  var isLikely: Bool { Self.now < end.load(ordering: .relaxed) }

  /// Offers the calling thread's core.
  /// - Returns: whether somebody had it for a while.
  func takesOffer() -> Bool {
    let start = Self.now
    sched_yield()
    let now = Self.now
    if now - start < Self.slice { return false }
    end.store(now + Self.memory, ordering: .relaxed)
    return true
  }
}

/// A place where threads sleep until they are woken: a condition variable.
final class Sleep: @unchecked Sendable {
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()

  /// Sleeps until `isOver`; whoever makes it so calls `wakeAll` after.
  func until(_ isOver: () -> Bool) {
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !isOver() { condition.wait() }
    sleepers.subtract(1, ordering: .relaxed)
    condition.unlock()
  }

  /// Wakes all who sleep.
  func wakeAll() {
    if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
