extension BenchmarkReport {
  /// The report as the part of a page that tells of this kind of machine.
  package var machineSection: MachineSection {
    MachineSection(
      name: machineName, facts: machine.map { "- \($0.name): \(MarkdownTable.onOneLine($0.value))" },
      parts: ReportSection.allCases.compactMap { section in
        let found = results.filter { $0.section == section }
        return found.isEmpty ? nil : part(section, found)
      })
  }

  /// The report as a Markdown page of its own.
  package var markdown: String {
    var page = BenchmarkPage()
    page.put(machineSection)
    return page.text
  }

  private func part(_ section: ReportSection, _ results: [WorkloadResult]) -> MachineSection.Part {
    var lines = [section.explanation, "", run(section)] + versions(results)
    let isCompared = { (result: WorkloadResult) in result.groups.contains { $0.count > 1 } }
    for part in [results.filter(isCompared), results.filter { !isCompared($0) }] where !part.isEmpty {
      let table = section == .busy ? busyTable(part) : table(part)
      if !table.rows.isEmpty { lines += [""] + table.lines }
    }
    for result in results {
      lines += result.notes.map { "\n\(result.name): \(MarkdownTable.onOneLine($0))" }
      if let (title, parts) = parts(of: result) {
        lines += ["", "#### \(result.name): \(title)", ""] + parts.lines
      }
    }
    return MachineSection.Part(
      title: section.title, text: "### \(section.title)\n" + lines.joined(separator: "\n"),
      isMeasured: results.contains { $0.groups.joined().contains { !$0.repeats.isEmpty } })
  }

  /// When it was measured, and against what limits.
  private func run(_ section: ReportSection) -> String {
    var text = "\(day), \(repeats) \(repeats == 1 ? "round" : "rounds")"
    if let roofline {
      let rate = FigureText.number(roofline.rate / 1e9)
      text +=
        "; the best product of anyone in this run: \(rate) GFLOP/s (\(roofline.contestant), \(roofline.name))"
      if let registerRate {
        text += ", from registers \(FigureText.number(registerRate / 1e9)) GFLOP/s"
      }
    } else if results.contains(where: {
      $0.section == section && $0.groups.first?.first?.arithmeticRate != nil
    }) {
      text += "; no products were measured in this run"
    }
    return text + "."
  }

  /// A line for each peer with what it runs on.
  private func versions(_ results: [WorkloadResult]) -> [String] {
    let contestants = results.flatMap(\.groups).joined().filter { !$0.versions.isEmpty }
    let lines = contestants.map { contestant in
      let versions = contestant.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "- \(contestant.name): \(MarkdownTable.onOneLine(versions.joined(separator: ", ")))"
    }
    return lines.isEmpty ? [] : [""] + Set(lines).sorted()
  }

  func shareOfRoofline(_ contestant: ContestantResult?) -> Double? {
    share(contestant?.arithmeticRate, of: roofline?.rate)
  }

  func shareOfRegisters(_ contestant: ContestantResult?) -> Double? {
    share(contestant?.arithmeticRate, of: registerRate)
  }

  func share(_ rate: Double?, of limit: Double?) -> Double? {
    guard let rate, let limit, limit > 0 else { return nil }
    return rate / limit
  }
}
