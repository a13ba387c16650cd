import Foundation

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
