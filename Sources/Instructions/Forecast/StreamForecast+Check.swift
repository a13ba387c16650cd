extension StreamForecast {
  /// Checks that not surely more of the examples than `limit` will not fit the row: of all together, and of
  /// each task that gives `Ledger.leastExamplesOfATask` in the run.
  /// - Throws: `ForecastError.tooLong`.
  package func checkTruncation(maximum limit: Double) throws(ForecastError) {
    if let excess = excess(over: limit, of: \.tooLong) { throw .tooLong(excess) }
  }

  /// The same for targets that the vocabulary cannot write.
  /// - Throws: `ForecastError.unwritable`.
  package func checkTargets(maximum limit: Double) throws(ForecastError) {
    if let excess = excess(over: limit, of: \.unwritable) { throw .unwritable(excess) }
  }

  private static let shown = 5

  /// One line for each of the tasks with most targets that lose text, and one for the others.
  package var notes: [String] {
    let losers = tasks.filter { $0.losing > 0 }
      .sorted {
        (Double($1.losing) * Double($0.examined), $0.task) < (
          Double($0.losing) * Double($1.examined), $1.task
        )
      }
    let lines = losers.prefix(Self.shown).map { task in
      let examples = task.losses.map {
        "\($0.place): \"\($0.target)\" loses \($0.lost.joined(separator: ", "))"
      }
      return
        "the vocabulary cannot write all of \(task.losing) of \(task.examined) targets of '\(task.task)' that were "
        + "looked at, and less than half of \(task.unwritable) (\(examples.joined(separator: "; ")))"
    }
    let others = losers.dropFirst(Self.shown)
    if others.isEmpty { return lines }
    let targets = others.reduce(0) { $0 + $1.losing }
    return lines + ["nor all of \(targets) targets of \(others.count) more tasks"]
  }
}

extension StreamForecast {
  /// How far more than a limit are lost.
  package struct Excess: Sendable, Equatable {
    /// What is lost of all tasks together; `nil` where that is within the limit.
    package var total: Double?
    /// The limit.
    package var limit: Double
    /// The tasks that lose most, the worst first.
    package var tasks: [LedgerError.Loss]
    /// Examples that were looked at.
    package var examined: Int
    /// Examples of the run.
    package var examples: Int
    /// The first targets that lose text, of the worst tasks.
    package var losses: [Loss]
  }

  private func excess(over limit: Double, of count: KeyPath<Task, Int>) -> Excess? {
    let known = tasks.filter { $0.examined > 0 }
    let losers = known.filter { $0[keyPath: count] > 0 }.sorted { a, b in
      let (first, second) = (a.fraction(count), b.fraction(count))
      return first == second ? a.task < b.task : first > second
    }
    let whole = Double(max(1, known.reduce(0) { $0 + $1.examples }))
    var (mean, variance) = (0.0, 0.0)
    for task in known {
      let share = Double(task.examples) / whole
      mean += share * task.fraction(count)
      variance += share * share * task.variance(count)
    }
    let excessive = losers.filter {
      $0.examples >= Ledger.leastExamplesOfATask
        && $0.fraction(count) - Self.certainty * $0.variance(count).squareRoot() > limit
    }
    let isTotal = mean - Self.certainty * variance.squareRoot() > limit
    if !isTotal, excessive.isEmpty { return nil }
    let worst = isTotal ? losers : excessive
    return Excess(
      total: isTotal ? mean : nil, limit: limit,
      tasks: worst.map { .init(task: $0.task, fraction: $0.fraction(count), examples: $0.examined) },
      examined: examined, examples: known.reduce(0) { $0 + $1.examples },
      losses: Array(worst.flatMap(\.losses).prefix(3)))
  }

  /// Standard errors by which an estimate must exceed a limit: what is refused would have failed.
  private static let certainty = 4.0
}

extension StreamForecast.Task {
  fileprivate func fraction(_ count: KeyPath<Self, Int>) -> Double {
    Double(self[keyPath: count]) / Double(max(1, examined))
  }

  /// The variance of the fraction as an estimate of that of the run, by the rule of succession; 0 where all
  /// was looked at.
  fileprivate func variance(_ count: KeyPath<Self, Int>) -> Double {
    if examined >= examples { return 0 }
    let p = Double(self[keyPath: count] + 1) / Double(examined + 2)
    return p * (1 - p) / Double(examined) * (1 - Double(examined) / Double(examples))
  }
}
