import Diagnostics
import Instructions
import JSON
import Runs
import Storage

extension Trainer {
  /// Ends the run where more is cut than the recipe allows.
  ///
  /// A few examples say little about a fraction: the limit is looked at every hundred steps and at the end,
  /// and holds for a task alone from a hundred of its examples on.
  package func checkTruncation(isLast: Bool) throws {
    if progress.step % 100 == 0 || isLast {
      do {
        try progress.ledger.checkTruncation(maxTruncatedFraction: recipe.data.maxTruncatedFraction)
      } catch {
        try tellLedger()
        throw TruncationError(problem: error.problem)
      }
    }
  }

  /// Tells what became of the examples so far, and writes it to the run's folder.
  package func tellLedger() throws {
    for line in LedgerLines.lines(progress.ledger, of: "examples") {
      try listener.receive(.message(.note, line))
    }
    if progress.step == 0 { return }
    let ledger = try RunLedger(data, ledger: progress.ledger, steps: progress.step)
    if writes {
      try checkpoints.folder.write(EventCoding.pretty(ledger), to: checkpoints.folder.ledgerFile)
    }
    try listener.receive(.examplesCounted(ledger))
  }

  /// Tells, with the run's first evaluation, what does not fit the rows.
  package func tellEvaluationLedger(_ ledger: Ledger) throws {
    if progress.lastEvaluation != nil || ledger.total.used == ledger.total.read { return }
    for line in LedgerLines.lines(ledger, of: "evaluation examples") {
      try listener.receive(.message(.warning, line))
    }
  }
}

/// More was cut than the recipe allows.
package struct TruncationError: UserError {
  package let problem: String
  package var category: FailureCategory { .data }
  package var location: SourceLocation? { nil }
  package var nextStep: String? {
    "Raise packing.inputLength or packing.targetLength, leave the tasks out with data.mixture.tasks.exclude, or raise "
      + "data.maxTruncatedFraction."
  }
}
