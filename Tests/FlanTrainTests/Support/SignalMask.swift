import Foundation

/// What this thread hears of signals, which a process that it starts inherits.
enum SignalMask {
  /// Runs `body`, which starts a process, with all signals let through: the threads of the tests have them blocked.
  static func open<Result>(_ body: () throws -> Result) rethrows -> Result {
    var (none, former) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    return try body()
  }
}
