import Diagnostics

/// A ledger that breaks a limit the user has set.
package enum LedgerError: UserError, Equatable {
  /// A task of which too much did not fit.
  package struct Loss: Sendable, Equatable {
    /// The task.
    package let task: String
    /// The lost part of its examples, from 0 to 1.
    package let fraction: Double
    /// The examples that the fraction is of.
    package let examples: Int
  }

  /// More of all examples did not fit the row than `limit` allows; `worst` are the tasks with the largest
  /// fractions.
  case tooManyTruncated(fraction: Double, limit: Double, worst: [Loss])
  /// Of each of these tasks more did not fit than `limit` allows, the worst first.
  case tasksTruncated(limit: Double, tasks: [Loss])

  private static let shown = 5

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }
  /// The file, line and field, where there is one.
  package var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .tooManyTruncated(let fraction, let limit, let worst):
      "\(Self.percent(fraction)) of the examples were cut to the row or too long for it, more than the"
        + " \(Self.percent(limit)) allowed; most in \(Self.list(worst))"
    case .tasksTruncated(let limit, let tasks):
      "of \(tasks.count == 1 ? "1 task" : "\(tasks.count) tasks") more than the \(Self.percent(limit)) allowed"
        + " of the examples were cut to the row or too long for it: \(Self.list(tasks))"
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    "Make the rows longer, shorten or leave out the tasks, or raise the limit."
  }

  private static func list(_ losses: [Loss]) -> String {
    let words = losses.prefix(shown).map { "'\($0.task)' (\(percent($0.fraction)) of \($0.examples))" }
    return words.joined(separator: ", ") + (losses.count > shown ? ", and \(losses.count - shown) more" : "")
  }

  private static func percent(_ fraction: Double) -> String {
    let tenths = Int((fraction * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}

extension Ledger {
  /// The examples of a task from which on the limit holds for it alone: fewer say little about a fraction.
  package static let leastExamplesOfATask = 100

  /// Checks that at most `maxTruncatedFraction` of the examples did not fit the row: of all together, and of
  /// each task that has given `leastExamplesOfATask`.
  /// - Throws: `LedgerError`.
  package func checkTruncation(maxTruncatedFraction limit: Double) throws(LedgerError) {
    let losses = tasks.map { LedgerError.Loss(task: $0, fraction: $1.lostFraction, examples: $1.measured) }
      .filter { $0.fraction > 0 }
      .sorted { ($1.fraction, $0.task) < ($0.fraction, $1.task) }
    let fraction = total.lostFraction
    if fraction > limit {
      throw .tooManyTruncated(fraction: fraction, limit: limit, worst: Array(losses.prefix(3)))
    }
    let worst = losses.filter { $0.fraction > limit && $0.examples >= Self.leastExamplesOfATask }
    if !worst.isEmpty { throw .tasksTruncated(limit: limit, tasks: worst) }
  }
}

extension Ledger.Counts {
  /// The examples of which it is known whether they fit the row.
  package var measured: Int { used + truncated + dropped[.tooLong, default: 0] }

  /// The examples that were cut, or left out as too long, as a fraction of `measured`; 0 when there are none.
  package var lostFraction: Double {
    measured == 0 ? 0 : Double(truncated + dropped[.tooLong, default: 0]) / Double(measured)
  }
}
