import Instructions

/// A ledger in words: the sums, then the tasks that lost most.
package enum LedgerLines {
  private static let longestList = 5

  /// The lines; none for a ledger without entries.
  /// - Parameter what: what was counted.
  package static func lines(_ ledger: Ledger, of what: String) -> [String] {
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

  package static func words(for reason: DropReason) -> String {
    switch reason {
    case .blankTarget: "blank target"
    case .blankInput: "blank input"
    case .blankDefinition: "blank definition"
    case .blankText: "blank document"
    case .tooShort: "document of too few tokens"
    case .unanswerable: "question without an answer"
    case .heldOutText: "held-out text"
    case .tooLong: "longer than a row"
    case .unpacked: "no room in the step's rows"
    }
  }
}
