extension BenchmarkReport {
  /// One line for each group and peer; columns are left out where nothing has one.
  func table(_ results: [WorkloadResult]) -> MarkdownTable {
    let groups = results.flatMap { result in result.groups.map { (result, $0) } }
    let hasPeers = groups.contains { $0.1.count > 1 }
    let hasArithmetic = groups.contains { shareOfRoofline($0.1.first) != nil }
    let hasRegisters = groups.contains { shareOfRegisters($0.1.first) != nil }
    let hasOverhead = groups.contains { overhead($0.1.first) != nil }
    var heading = ["work", "unit", "ours", "memory"]
    if hasArithmetic { heading.append("of roofline") }
    if hasRegisters { heading.append("of registers") }
    if hasOverhead { heading.append("ms per 100 operations") }
    if hasPeers { heading += ["peer", "its", "its memory", "ratio", "same result"] }
    var table = MarkdownTable(heading)
    for (result, group) in groups {
      guard let ours = group.first else { continue }
      var own = [result.name, FigureText.name(result.unit), told(ours, result.unit)]
      own.append(FigureText.memory(ours.peakBytes))
      if hasArithmetic { own.append(FigureText.share(shareOfRoofline(ours))) }
      if hasRegisters { own.append(FigureText.share(shareOfRegisters(ours))) }
      if hasOverhead { own.append(overhead(ours).map(FigureText.number) ?? FigureText.none) }
      if !hasPeers { table.rows.append(own) }
      for peer in group.dropFirst() {
        table.rows.append(
          own + [
            peer.name, told(peer, result.unit), FigureText.memory(peer.peakBytes),
            FigureText.spread(ours.ratio(over: peer)), FigureText.share(ours.agreement(with: peer)),
          ])
      }
    }
    return table
  }

  private func told(_ contestant: ContestantResult, _ unit: WorkloadResult.Unit) -> String {
    if let reason = contestant.unavailable, contestant.repeats.isEmpty { return "not available: \(reason)" }
    return FigureText.measured(contestant, unit)
  }

  /// Milliseconds for a hundred operations, of a step that has next to no arithmetic: what is not arithmetic.
  private func overhead(_ contestant: ContestantResult?) -> Double? {
    guard let first = contestant?.first, let count = first.instructions, count > 0,
      let arithmetic = first.floatingPointOperations, arithmetic < 1e8,
      let seconds = Spread(contestant?.repeats.compactMap(\.seconds) ?? [])
    else { return nil }
    return seconds.median * 1000 / Double(count) * 100
  }

  /// A line for each contestant: alone, beside busy processes, and how far that is from the fair share.
  func busyTable(_ results: [WorkloadResult]) -> MarkdownTable {
    var table = MarkdownTable([
      "work", "who", "alone, s", "beside busy processes, s", "times as long", "fair share", "of fair share",
    ])
    for result in results {
      for contestant in result.groups.joined() {
        let isMissing = contestant.repeats.isEmpty
        let reason = "not available: \(contestant.unavailable ?? "")"
        table.rows.append([
          result.name, contestant.name,
          isMissing ? reason : FigureText.spread(Spread(contestant.repeats.compactMap(\.secondsAlone))),
          FigureText.spread(Spread(contestant.repeats.compactMap(\.seconds))),
          FigureText.spread(contestant.slowdown), result.fairShare.map(FigureText.number) ?? FigureText.none,
          FigureText.share(share(contestant.slowdown?.median, of: result.fairShare)),
        ])
      }
    }
    return table
  }

  /// What a workload is made of: a table with its title.
  func parts(of result: WorkloadResult) -> (title: String, table: MarkdownTable)? {
    guard let ours = result.groups.first?.first else { return nil }
    switch result.section {
    case .registers: return limits("GFLOP/s", ours.partRates())
    case .memory: return limits("GB/s", ours.partBandwidths())
    case .products: return products(result)
    default: return operations(ours)
    }
  }

  private func limits(_ unit: String, _ rates: [(name: String, rate: Spread)]) -> (
    title: String, table: MarkdownTable
  )? {
    if rates.isEmpty { return nil }
    var table = MarkdownTable(["what", unit])
    table.rows = rates.map { name, rate in
      func scaled(_ value: Double) -> Double { value / 1e9 }
      return [name, FigureText.spread(Spread([rate.least, rate.median, rate.most].map(scaled)))]
    }
    return ("by threads", table)
  }

  /// Everyone's rate at every product, in GFLOP/s.
  private func products(_ result: WorkloadResult) -> (title: String, table: MarkdownTable)? {
    let contestants = result.groups.joined().filter { !$0.repeats.isEmpty }
    var names: [String] = []
    let rates = contestants.map { contestant in
      let rates = contestant.partRates()
      for part in rates where !names.contains(part.name) { names.append(part.name) }
      return Dictionary(rates.map { ($0.name, $0.rate.median) }) { first, _ in first }
    }
    guard !names.isEmpty else { return nil }
    var table = MarkdownTable(["GFLOP/s"] + contestants.map(\.name) + ["ours of the best", "of registers"])
    for name in names {
      let best = rates.compactMap { $0[name] }.max()
      table.rows.append(
        [name] + rates.map { rates in rates[name].map { FigureText.number($0 / 1e9) } ?? FigureText.none } + [
          FigureText.share(share(rates.first?[name], of: best)),
          FigureText.share(share(best, of: registerRate)),
        ])
    }
    return ("by product", table)
  }

  /// Where the time of our step goes.
  private func operations(_ ours: ContestantResult) -> (title: String, table: MarkdownTable)? {
    let rates = Dictionary(ours.partRates().map { ($0.name, $0.rate.median) }) { first, _ in first }
    guard !rates.isEmpty, let timings = ours.repeats.first?.operations else { return nil }
    let total = timings.reduce(0) { $0 + $1.seconds }
    var table = MarkdownTable(["operation", "calls", "ms", "share of time", "GFLOP/s", "of roofline"])
    for timing in timings {
      let rate = timing.floatingPointOperations > 0 ? rates[timing.name] : nil
      table.rows.append([
        timing.name, String(timing.calls), FigureText.number(timing.seconds * 1000),
        FigureText.share(total > 0 ? timing.seconds / total : nil),
        rate.map { FigureText.number($0 / 1e9) } ?? FigureText.none,
        FigureText.share(share(rate, of: roofline?.rate)),
      ])
    }
    return ("by operation", table)
  }
}
