import Diagnostics
import Instructions

extension Trainer {
  /// Ends the run where more is cut than the recipe allows.
  ///
  /// A few examples say little about a fraction: the limit is looked at every hundred steps and at the end, and holds for
  /// a task alone from a hundred of its examples on.
  func checkTruncation(isLast: Bool) throws {
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
  func tellLedger() throws {
    for line in LedgerLines.lines(progress.ledger, of: "examples") {
      try listener.receive(.message(.note, line))
    }
    if progress.step == 0 { return }
    let ledger = try RunLedger(data, ledger: progress.ledger, steps: progress.step)
    try AtomicFile.write(EventCoding.pretty(ledger), to: checkpoints.folder.ledgerFile)
    try listener.receive(.examplesCounted(ledger))
  }

  /// Tells, with the run's first evaluation, what does not fit the rows.
  func tellEvaluationLedger(_ ledger: Ledger) throws {
    if progress.lastEvaluation != nil || ledger.total.used == ledger.total.read { return }
    for line in LedgerLines.lines(ledger, of: "evaluation examples") {
      try listener.receive(.message(.warning, line))
    }
  }
}

/// A ledger in words: the sums, then the tasks that lost most.
enum LedgerLines {
  private static let longestList = 5

  /// The lines; none for a ledger without entries.
  /// - Parameter what: what was counted.
  static func lines(_ ledger: Ledger, of what: String) -> [String] {
    let total = ledger.total
    if total.read == 0 { return [] }
    var lines = ["\(what): \(total.read) read, \(total.used) used whole\(losses(total))"]
    let losers = ledger.tasks.filter { $0.value.used < $0.value.read }
      .sorted { (loss($1.value), $0.key) < (loss($0.value), $1.key) }
    for (task, counts) in losers.prefix(longestList) {
      lines.append("  \(task): \(counts.read) read, \(counts.used) used whole\(losses(counts))")
    }
    if losers.count > longestList { lines.append("  and \(losers.count - longestList) more tasks") }
    return lines
  }

  private static func loss(_ counts: Ledger.Counts) -> Int { counts.read - counts.used }

  private static func losses(_ counts: Ledger.Counts) -> String {
    var parts: [String] = []
    if counts.truncated > 0 {
      parts.append(
        "\(counts.truncated) cut to the row (\(counts.cutInputTokens) input and \(counts.cutTargetTokens) target "
          + "tokens lost)")
    }
    for reason in DropReason.allCases {
      if let count = counts.dropped[reason], count > 0 {
        parts.append("\(count) left out: \(words(for: reason))")
      }
    }
    if counts.withoutExemplars > 0 {
      parts.append("\(counts.withoutExemplars) asked without exemplars, for room")
    }
    return parts.map { ", \($0)" }.joined()
  }

  static func words(for reason: DropReason) -> String {
    switch reason {
    case .blankTarget: "blank target"
    case .blankInput: "blank input"
    case .blankDefinition: "blank definition"
    case .unanswerable: "question without an answer"
    case .heldOutText: "held-out text"
    case .tooLong: "longer than a row"
    case .unpacked: "no room in the step's rows"
    }
  }
}

/// More was cut than the recipe allows.
struct TruncationError: UserError {
  let problem: String
  var category: FailureCategory { .data }
  var location: SourceLocation? { nil }
  var nextStep: String? {
    "Raise packing.inputLength or packing.targetLength, leave the tasks out with data.mixture.tasks.exclude, or raise "
      + "data.maxTruncatedFraction."
  }
}
