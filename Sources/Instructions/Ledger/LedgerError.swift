import Diagnostics

/// A ledger that breaks a limit the user has set.
public enum LedgerError: UserError, Equatable {
  /// More of the used examples were cut than `limit` allows; `worst` is the task with the largest fraction.
  case tooManyTruncated(fraction: Double, limit: Double, worst: String, worstFraction: Double)

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { .data }
  /// The file, line and field, where there is one.
  public var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  public var problem: String {
    switch self {
    case .tooManyTruncated(let fraction, let limit, let worst, let worstFraction):
      "\(Self.percent(fraction)) of the examples were cut to the row, more than the"
        + " \(Self.percent(limit)) allowed; most in '\(worst)' (\(Self.percent(worstFraction)))"
    }
  }

  /// What to do next, in one sentence.
  public var nextStep: String? { "Make the rows longer, drop long examples, or raise the limit." }

  private static func percent(_ fraction: Double) -> String {
    let tenths = Int((fraction * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}

extension Ledger {
  /// Checks that at most `maxTruncatedFraction` of the used examples were cut to the row.
  /// - Throws: `LedgerError.tooManyTruncated`.
  public func checkTruncation(maxTruncatedFraction: Double) throws(LedgerError) {
    let fraction = total.truncatedFraction
    if fraction <= maxTruncatedFraction { return }
    let worst = tasks.keys.sorted().max {
      tasks[$0, default: Counts()].truncatedFraction < tasks[$1, default: Counts()].truncatedFraction
    }
    throw .tooManyTruncated(
      fraction: fraction, limit: maxTruncatedFraction, worst: worst ?? "",
      worstFraction: worst.map { tasks[$0, default: Counts()].truncatedFraction } ?? 0)
  }
}

extension Ledger.Counts {
  /// The truncated examples as a fraction of those used whole or truncated; 0 when there are none.
  public var truncatedFraction: Double {
    used + truncated == 0 ? 0 : Double(truncated) / Double(used + truncated)
  }
}
