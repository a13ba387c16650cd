import Foundation
import Synchronization

/// A request to stop training after the current step, which a signal handler or another thread may raise.
package final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  /// No wish yet.
  package init() {}

  /// Asks training to stop; safe in a signal handler.
  package func raise() { flag.store(true, ordering: .releasing) }

  /// Whether training should stop.
  package var isRaised: Bool { flag.load(ordering: .acquiring) }
}

/// Asks the system what it does with a signal.
package enum IgnoredSignal {
  /// Whether a signal that comes now is thrown away, as one that the parent has had ignored is.
  package static func contains(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    // `SIG_IGN`, which the overlay does not let be compared.
    return unsafeBitCast(handler, to: Int.self) == 1
  }
}
