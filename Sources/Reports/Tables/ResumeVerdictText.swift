import Text
import Training

/// What `verify-resume` found, in words.
package enum ResumeVerdictText {
  /// The verdict, and the beginnings of every step's hashes.
  package static func lines(_ verdict: ResumeVerdict) -> [String] {
    let interruptions = verdict.interruptedAfter.map(String.init)
    let times = interruptions.count > 12 ? "\(interruptions.count) times" : "after \(list(interruptions))"
    var lines: [String] = []
    if let difference = verdict.difference {
      let name = difference.name.map { " (\($0))" } ?? ""
      lines.append(
        "not equal: interrupted \(times), the run parts from the straight one at step \(difference.step): "
          + "\(words(difference.part))\(name)")
    } else {
      lines.append(
        "equal: \(verdict.steps) steps, interrupted \(times): weights, optimizer, data position, metrics and scores "
          + "have the same SHA-256 after every step, and so do the files of the last checkpoint")
    }
    var table = TextTable(
      [TextTable.Column("step", .right)]
        + ["weights", "optimizer", "data position", "metrics", "scores"].map { TextTable.Column($0) })
    for print in verdict.fingerprints {
      let hashes = [print.weights, print.optimizer, print.dataPosition, print.metrics]
      table.add(["\(print.step)"] + hashes.map(short) + [print.evaluation.map(short) ?? ""])
    }
    return lines + [""] + table.lines()
  }

  private static func short(_ hash: String) -> String { String(hash.prefix(12)) }

  private static func list(_ steps: [String]) -> String {
    steps.count < 2
      ? "step " + steps.joined()
      : "steps " + steps.dropLast().joined(separator: ", ") + " and " + steps[steps.count - 1]
  }

  private static func words(_ part: ResumeVerdict.Difference.Part) -> String {
    switch part {
    case .weights: "weights differ"
    case .optimizer: "the optimizer's state differs"
    case .dataPosition: "the data position differs"
    case .metrics: "the metrics differ"
    case .evaluation: "the scores of the evaluation differ"
    case .checkpoint: "the checkpoint's files differ"
    case .missing: "only one of them has it"
    }
  }
}
