import Diagnostics
import Evaluation
import Foundation
import JSON
import Runs
import Storage

/// Finds the rows that the two metrics files of a run lack, and writes them again where that is possible:
/// each file has the steps of the other, and an evaluation's row follows from its summary.
package struct MetricsRepair {
  /// A file's rows, in the order of steps.
  private struct Rows {
    var lines: [(step: Int, event: String, line: Data)] = []
    private(set) var steps: Set<Int> = []
    private(set) var evaluations: Set<Int> = []

    mutating func add(_ step: Int, _ event: String, _ line: Data) {
      lines.append((step, event, line))
      if event == "step" { steps.insert(step) }
      if event == "evaluation" { evaluations.insert(step) }
    }

    /// All lines as a straight run writes them.
    var data: Data {
      let order = ["step", "spike", "stepSizes", "evaluation"]
      let sorted = lines.enumerated().sorted { first, second in
        func key(_ row: (offset: Int, element: (step: Int, event: String, line: Data))) -> (Int, Int, Int) {
          (row.element.step, order.firstIndex(of: row.element.event) ?? 0, row.offset)
        }
        return key(first) < key(second)
      }
      return sorted.reduce(into: Data()) { $0 += $1.element.line }
    }
  }

  private let folder: RunFolder
  private let last: Int
  private var lines = Rows()
  private var table = Rows()
  /// The columns that the table has; none where it is missing or its first line is damaged.
  private var header: [String] = []
  /// The columns that it gets.
  private var columns: [String] = []
  /// What was wrong, in words.
  package private(set) var findings: [String] = []

  /// Looks for the rows of the steps up to `last`.
  /// - Parameter repairs: whether the rows that can be made again are written; otherwise nothing is.
  /// - Throws: `FileError`.
  package init(_ folder: RunFolder, through last: Int, repairs: Bool) throws {
    self.folder = folder
    self.last = last
    try read()
    let (steps, evaluations) = (Array(1...max(1, last)).filter { $0 <= last }, readableEvaluations())
    let before = (lines.lines.count, table.lines.count)
    var seen: Set<String> = []
    let suites = evaluations.flatMap { ($0.suites ?? []).map(\.suite) }.filter { seen.insert($0).inserted }
    columns = header.isEmpty ? MetricsRow.columns(suites: suites) : header
    let known = (lines.steps, table.steps)
    let restored = (try restoreLines(steps), restoreTable(steps))
    tell(folder.metricsFile, "step", steps.filter { !known.0.contains($0) }, restored.0, repairs: repairs)
    tell(
      folder.metricsTableFile, "step", steps.filter { !known.1.contains($0) }, restored.1, repairs: repairs)
    try restore(evaluations, repairs: repairs)
    guard repairs else { return }
    if lines.lines.count != before.0 { try folder.write(lines.data, to: folder.metricsFile) }
    if table.lines.count != before.1 {
      try folder.write(Data(MetricsTable.line(columns)) + table.data, to: folder.metricsTableFile)
    }
  }

  private mutating func read() throws {
    for line in try Self.fileLines(folder.metricsFile) {
      if let row = MetricsFiles.jsonRow(line) { lines.add(row.step, row.event, line + Data([0x0A])) }
    }
    let path = folder.metricsTableFile
    guard FileManager.default.fileExists(atPath: path),
      let found = try? MetricsTable.header(of: path), found.starts(with: ["step", "event"])
    else { return }
    header = found
    for line in try Self.fileLines(path).dropFirst() {
      if let row = MetricsFiles.tableRow(line) { table.add(row.step, row.event, line + Data([0x0A])) }
    }
  }

  /// The whole lines of a file; none where there is no file.
  private static func fileLines(_ path: String) throws -> [Data] {
    if !FileManager.default.fileExists(atPath: path) { return [] }
    let parts = try InputFile.read(path, what: "metrics file").split(
      separator: 0x0A, omittingEmptySubsequences: false)
    return parts.dropLast().map { Data($0) }
  }

  /// Adds the steps that `metrics.jsonl` lacks and the table has.
  private mutating func restoreLines(_ steps: [Int]) throws -> Int {
    let lacking = Set(steps).subtracting(lines.steps)
    var restored = 0
    for row in table.lines where row.event == "step" && lacking.contains(row.step) {
      let text = String(decoding: row.line.dropLast(), as: UTF8.self)
      let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // The numbers of a step have no commas; a row of another length is damaged.
      guard cells.count == header.count,
        let metrics = MetricsRow.step(Dictionary(zip(header, cells)) { first, _ in first })
      else { continue }
      lines.add(row.step, "step", try MetricsRow.line(metrics))
      restored += 1
    }
    return restored
  }

  /// Adds the steps that the table lacks and `metrics.jsonl` has.
  private mutating func restoreTable(_ steps: [Int]) -> Int {
    let lacking = Set(steps).subtracting(table.steps)
    var restored = 0
    for row in lines.lines where row.event == "step" && lacking.contains(row.step) {
      guard let metrics = try? EventCoding.decode(StepMetrics.self, from: row.line) else { continue }
      table.add(row.step, "step", tableLine(MetricsRow.cells(metrics)))
      restored += 1
    }
    return restored
  }

  /// The evaluations whose summaries can be read; the others are told.
  private mutating func readableEvaluations() -> [EvaluationSummary] {
    let rows = lines.evaluations.union(table.evaluations).filter { $0 <= last }
    // After the last step an evaluation may be about to be made again: then there is a folder and no row.
    return rows.union(folder.evaluationSteps.filter { $0 < last }).sorted().compactMap { step in
      let path = folder.evaluationSummaryFile(step: step)
      let data = FileManager.default.contents(atPath: path)
      if let summary = data.flatMap({ try? EventCoding.decode(EvaluationSummary.self, from: $0) }) {
        return summary
      }
      findings.append(
        "\(path) is \(data == nil ? "missing" : "damaged"): the report is without that evaluation")
      return nil
    }
  }

  private mutating func restore(_ evaluations: [EvaluationSummary], repairs: Bool) throws {
    let (inLines, inTable) = (lines.evaluations, table.evaluations)
    let missing = evaluations.filter { !inLines.contains($0.step) }
    for summary in missing { lines.add(summary.step, "evaluation", try MetricsRow.line(summary)) }
    let absent = evaluations.filter { !inTable.contains($0.step) }
    for summary in absent { table.add(summary.step, "evaluation", tableLine(MetricsRow.cells(summary))) }
    tell(folder.metricsFile, "evaluation", missing.map(\.step), missing.count, repairs: repairs)
    tell(folder.metricsTableFile, "evaluation", absent.map(\.step), absent.count, repairs: repairs)
  }

  private func tableLine(_ cells: [String: String]) -> Data {
    Data(MetricsTable.line(columns.map { cells[$0] ?? "" }))
  }

  private mutating func tell(_ file: String, _ event: String, _ steps: [Int], _ restored: Int, repairs: Bool)
  {
    if steps.isEmpty { return }
    let what = "\(file) lacks the \(event) rows of \(Self.ranges(steps))"
    let rest = steps.count - restored
    let source = event == "step" ? "the other metrics file" : "the evaluations' summaries"
    let end =
      switch (repairs && restored > 0, rest > 0) {
      case (true, false): "; they are written again from \(source)"
      case (true, true): "; \(restored) are written again from \(source), the others are gone"
      case (false, true): restored > 0 ? "; \(restored) of them can be had from \(source)" : "; they are gone"
      case (false, false): "; they can be had from \(source)"
      }
    findings.append(what + end)
  }

  /// `steps 3-5, 9`, of steps in their order.
  static func ranges(_ steps: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for step in steps {
      if let range = ranges.last, range.upperBound + 1 == step {
        ranges[ranges.count - 1] = range.lowerBound...step
      } else {
        ranges.append(step...step)
      }
    }
    let shown = ranges.prefix(8).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let more = ranges.count > shown.count ? " and others" : ""
    return "\(steps.count == 1 ? "step" : "steps") \(shown.joined(separator: ", "))\(more)"
  }
}
