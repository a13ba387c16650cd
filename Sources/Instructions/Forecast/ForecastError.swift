import Diagnostics

/// A run that would surely break a limit, told before its first step.
package enum ForecastError: UserError, Equatable {
  /// More examples do not fit the row than the recipe allows.
  case tooLong(StreamForecast.Excess)
  /// More targets lose at least half of their characters to the vocabulary than the recipe allows.
  case unwritable(StreamForecast.Excess)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }
  /// The file, line and field, where there is one.
  package var location: SourceLocation? { nil }

  /// What is wrong, in one sentence.
  package var problem: String {
    switch self {
    case .tooLong(let excess): Self.problem(excess, "of the examples are too long for the row")
    case .unwritable(let excess):
      Self.problem(excess, "of the targets lose at least half of their text to the vocabulary")
        + excess.losses.map { "\n  \($0.place): \"\($0.target)\" loses \($0.lost.joined(separator: ", "))" }
        .joined()
    }
  }

  /// What to do next, in one sentence.
  package var nextStep: String? {
    switch self {
    case .tooLong:
      "Raise packing.inputLength or packing.targetLength, leave the tasks out with data.mixture.tasks.exclude, or raise "
        + "data.maxTruncatedFraction."
    case .unwritable:
      "Choose a vocabulary that has these characters (tokenizer.vocabulary; 'bytes' has all), leave the tasks out with "
        + "data.mixture.tasks.exclude, or raise data.maxUnwritableFraction."
    }
  }

  private static let shown = 5

  private static func problem(_ excess: StreamForecast.Excess, _ what: String) -> String {
    let list =
      excess.tasks.prefix(shown).map { "'\($0.task)' (\(percent($0.fraction)) of \($0.examples))" }
      .joined(separator: ", ")
      + (excess.tasks.count > shown ? ", and \(excess.tasks.count - shown) more" : "")
    let seen =
      excess.examined < excess.examples
      ? " (\(excess.examined) of the run's \(excess.examples) were looked at)" : ""
    let allowed = "more than the \(percent(excess.limit)) allowed"
    if let total = excess.total {
      return "\(percent(total)) \(what), \(allowed)\(seen); most in \(list)"
    }
    let tasks = excess.tasks.count == 1 ? "1 task" : "\(excess.tasks.count) tasks"
    return "in \(tasks) \(allowed) \(what)\(seen): \(list)"
  }

  private static func percent(_ fraction: Double) -> String {
    let tenths = Int((fraction * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
