/// What a page tells of one kind of machine: its heading, facts, and parts that are replaced one by one.
package struct MachineSection: Sendable, Equatable {
  /// A part: workloads that are told together.
  package struct Part: Sendable, Equatable {
    /// Its title, behind `### `.
    package var title: String
    /// All of it, the heading included, without newlines at its end.
    package var text: String
    /// Whether anything in it was measured.
    package var isMeasured: Bool

    /// The workloads that its tables tell of: the first cells below a heading `work`.
    package var workloads: [String] {
      var (names, isInside) = ([String](), false)
      for line in MachineSection.lines(of: text) {
        let first = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
          .dropFirst().first?.trimming()
        guard line.hasPrefix("|"), let first else {
          isInside = false
          continue
        }
        if first == "work" {
          isInside = true
        } else if isInside, !first.hasPrefix("---"), !names.contains(first) {
          names.append(first)
        }
      }
      return names
    }
  }

  /// The kind of machine, a `ProcessorIdentity`'s name.
  package var name: String
  /// Lines about it.
  package var facts: [String]
  /// Its parts.
  package var parts: [Part]

  init(name: String, facts: [String], parts: [Part]) {
    self.name = name
    self.facts = facts
    self.parts = parts
  }

  /// From a page's text between two headings.
  init(name: String, text: String) {
    self.name = name
    (facts, parts) = ([], [])
    var part: [Substring]?
    func end() {
      guard let lines = part else { return }
      let title = lines[0].dropFirst(4).trimming()
      parts.append(Part(title: title, text: Self.joined(lines), isMeasured: true))
    }
    for line in Self.lines(of: text).dropFirst() {
      if line.hasPrefix("### ") {
        end()
        part = [line]
      } else if part != nil {
        part?.append(line)
      } else if !line.trimming().isEmpty {
        facts.append(String(line))
      }
    }
    end()
  }

  /// All of it, without newlines at its end.
  var text: String {
    (["## \(name)\n\n" + facts.joined(separator: "\n")] + parts.map(\.text)).joined(separator: "\n\n")
  }

  /// A newer section of the same machine with this one's parts beside its own, where both tell of the same
  /// machine in all its facts; a part of which nothing could be measured now stays as it was.
  func replaced(by newer: MachineSection) -> MachineSection {
    guard facts == newer.facts else { return newer }
    var parts = newer.parts.filter { part in
      part.isMeasured || !self.parts.contains { $0.title == part.title }
    }
    parts += self.parts.filter { part in !parts.contains { $0.title == part.title } }
    let order = ReportSection.allCases.map(\.title)
    func place(_ part: Part) -> Int { order.firstIndex(of: part.title) ?? order.count }
    let sorted = parts.enumerated().sorted { (place($0.1), $0.0) < (place($1.1), $1.0) }
    return MachineSection(name: name, facts: facts, parts: sorted.map(\.element))
  }

  /// The workloads that `replaced` loses when a run measures `planned` on a machine of those facts.
  func losses(facts: [String], planned: [(section: ReportSection, workload: String)]) -> [String] {
    let measured = Set(planned.map(\.workload))
    let titles = Set(planned.map(\.section.title))
    let goes = self.facts == facts ? parts.filter { titles.contains($0.title) } : parts
    return goes.flatMap(\.workloads).filter { !measured.contains($0) }
  }

  /// The text's lines; a carriage return stays in its line.
  static func lines(of text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// Lines as a text without newlines at its end.
  static func joined(_ lines: [Substring]) -> String {
    var lines = lines[...]
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}

extension Substring {
  /// The text without white space at its ends.
  func trimming() -> String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
