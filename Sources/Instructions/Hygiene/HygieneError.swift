import Diagnostics

/// Tasks that must not be trained on.
package enum HygieneError: UserError, Equatable {
  /// Tasks whose names are those of an evaluation suite, with the suites' titles.
  case namedInSuites(location: SourceLocation, tasks: [String], suites: [String])
  /// Tasks that have too much of held-out texts.
  case contaminated(location: SourceLocation?, findings: [ContentCheck.Finding], allowed: Double)
  /// A suite that there is not.
  case unknownSuite(name: String, valid: [String])

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    if case .unknownSuite = self { .usage } else { .data }
  }

  /// The first file.
  package var location: SourceLocation? {
    switch self {
    case .namedInSuites(let location, _, _): location
    case .contaminated(let location, _, _): location
    case .unknownSuite: nil
    }
  }

  private static let shown = 10

  /// What is wrong, one line for each task.
  package var problem: String {
    switch self {
    case .namedInSuites(_, let tasks, let suites):
      "\(Self.tasks(tasks.count)) to train on \(tasks.count == 1 ? "is" : "are") part of what models are tested on ("
        + suites.joined(separator: "; ") + "): " + tasks.prefix(Self.shown).joined(separator: ", ")
        + Self.rest(tasks.count)
    case .contaminated(_, let findings, let allowed):
      "\(Self.tasks(findings.count)) to train on \(findings.count == 1 ? "has" : "have") held-out texts in more than "
        + "\(Self.percent(allowed)) of the instances:\n"
        + findings.prefix(Self.shown).flatMap { $0.lines }.joined(separator: "\n")
        + (findings.count > Self.shown ? "\n  and\(Self.rest(findings.count).dropFirst(5))" : "")
    case .unknownSuite(let name, _): "there is no evaluation suite '\(name)'"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .namedInSuites:
      "Leave them out with data.mixture.tasks.exclude, or name them in data.hygiene.allow to train on them nevertheless."
    case .contaminated:
      "Set data.hygiene.remove to true to have these instances taken out, leave the tasks out with "
        + "data.mixture.tasks.exclude, raise data.hygiene.maximumFraction, name them in "
        + "data.hygiene.allow, or set data.hygiene.refuse to false to be told only."
    case .unknownSuite(let name, let valid): NearestName.advice(for: name, in: valid)
    }
  }

  private static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }
  private static func rest(_ count: Int) -> String { count > shown ? ", and \(count - shown) more" : "" }

  fileprivate static func percent(_ fraction: Double) -> String {
    let hundredths = Int((fraction * 10_000).rounded())
    let digits = hundredths % 100
    return "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits) %"
  }
}

extension ContentCheck.Finding {
  /// The finding in words: a line on the task, one for each example.
  package var lines: [String] {
    var head =
      "  \(task): \(contaminated) of \(checked) instances (\(HygieneError.percent(fraction))) have most of a held-out "
      + "text, \(whole ?? duplicates) of them the whole of it, \(duplicates) word for word and nothing else; \(sharing) "
      + "share a run of words with one"
    if checked < instances { head += "; \(checked) of \(instances) looked at" }
    return [head]
      + examples.map { example in
        let share = example.isDuplicate ? "the whole" : HygieneError.percent(example.overlap)
        return "    \(example.place) has \(share) of \(example.heldOut): \"\(example.words)\""
      }
  }
}
