import Dispatch
import Foundation
import Reports
import Synchronization
import Training

/// Turns the signals by which people and schedulers ask a program to end into a wish to stop; a second one
/// stops at once.
///
/// Ctrl-C and SIGTERM, and the signals that schedulers can be told to send ahead of time (SIGUSR1, SIGUSR2:
/// Slurm's `--signal=B:USR1@120`) and that a closed terminal sends (SIGHUP). One that the parent has had
/// ignored stays ignored: that is how `nohup` keeps a program alive.
final class StopSignals {
  /// The wish.
  let request = StopRequest()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameters:
  ///   - notice: what the first signal says.
  ///   - atOnce: what the second does before the program ends, on another thread.
  init(
    notice: String = "stopping after this step with a full checkpoint; once more to stop at once",
    atOnce: @escaping @Sendable () -> Void = {}
  ) {
    let request = request
    for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2] where !Self.isIgnoredByParent(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if request.isRaised {
          atOnce()
          Console.standardError.eraseBarIfFree()
          _exit(128 + number)
        }
        request.raise()
        Outcome.printError(notice)
      }
      source.resume()
      sources.append(source)
    }
    // A closed pipe is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether the program was started with the signal ignored. Shells do that with SIGINT for what runs in the
  /// background, where Ctrl-C is meant for others; a SIGINT that is sent there on purpose is heard all the
  /// same.
  private static func isIgnoredByParent(_ number: Int32) -> Bool {
    [SIGHUP, SIGUSR1, SIGUSR2].contains(number) && IgnoredSignal.contains(number)
  }
}

/// Ctrl-C in a conversation: ends the answer that is being made, a second time or between answers the
/// program.
///
/// A plain signal handler, since a dispatch source would keep the signal from its usual effect between
/// answers.
enum AnswerInterruption {
  /// Whether the answer should end.
  static var isWanted: Bool { interruptions.count.load(ordering: .acquiring) > 0 }

  /// Does the work of an answer, during which the signal does not end the program.
  static func during<Value>(_ work: () throws -> Value) rethrows -> Value {
    interruptions.count.store(0, ordering: .releasing)
    signal(SIGINT, countInterruption)
    defer { signal(SIGINT, SIG_DFL) }
    return try work()
  }
}

/// How often the signal has come since the answer was begun.
private final class Interruptions: Sendable {
  let count = Atomic<Int>(0)
}

private let interruptions = Interruptions()

private func countInterruption(_ number: Int32) {
  if interruptions.count.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue > 0 { _exit(128 + number) }
}
