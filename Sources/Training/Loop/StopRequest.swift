import Synchronization

/// A wish that training stop after the current step, which a signal handler or another thread may raise.
package final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  /// No wish yet.
  package init() {}

  /// Asks training to stop; safe in a signal handler.
  package func raise() { flag.store(true, ordering: .releasing) }

  /// Whether training should stop.
  package var isRaised: Bool { flag.load(ordering: .acquiring) }
}
