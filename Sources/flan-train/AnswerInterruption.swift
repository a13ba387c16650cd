import Foundation
import Synchronization

/// Ctrl-C in a conversation: ends the answer that is being made, a second time or between answers the program.
///
/// A plain signal handler, since a dispatch source would keep the signal from its usual effect between answers.
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
