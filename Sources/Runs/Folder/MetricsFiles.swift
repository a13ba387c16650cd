import Diagnostics
import Foundation
import JSON
import Storage

/// The two metrics files, as far as a resume is concerned.
///
/// A run that is resumed after step s does the steps after s again, so their rows are cut off first: the
/// files of a resumed run then equal those of a straight one, but for the columns of time.
package enum MetricsFiles {
  /// Drops every row of a step after `step` from `metrics.jsonl` and `metrics.csv`, and a last row that was
  /// not written to its end. `nil` drops all rows.
  ///
  /// A file without anything to drop is left alone; a missing one is fine.
  /// - Parameter keepsEvaluation: whether the evaluation after `step` itself stays; not where it is made
  ///   again.
  /// - Returns: what was dropped for being damaged, in words; a last row that is torn is what a kill leaves.
  /// - Throws: `FileError`.
  @discardableResult
  package static func cutBack(
    _ folder: RunFolder, to step: Int?, keepsEvaluation: Bool = true
  ) throws -> [String] {
    func isKept(_ row: (step: Int, event: String)) -> Bool {
      guard let step else { return false }
      return row.step < step || (row.step == step && (keepsEvaluation || row.event != evaluation))
    }
    let damaged = [
      (
        folder.metricsFile,
        try cutBack(folder.metricsFile, of: folder, hasHeader: false, row: jsonRow, keeping: isKept)
      ),
      (
        folder.metricsTableFile,
        try cutBack(folder.metricsTableFile, of: folder, hasHeader: true, row: tableRow, keeping: isKept)
      ),
    ]
    return damaged.compactMap { path, count in
      count == 0 ? nil : "\(path): \(count) damaged \(count == 1 ? "row is" : "rows are") dropped"
    }
  }

  /// The step and the event of a line of `metrics.jsonl`; `nil` where it is damaged.
  package static func jsonRow(_ line: Data) -> (step: Int, event: String)? {
    guard let row = try? JSONDocument.parse(line, file: "").object(), let step = try? row["step"]?.integer(),
      let event = try? row["event"]?.string()
    else { return nil }
    return (step, event)
  }

  /// The step and the event of a line of `metrics.csv`; `nil` where it is damaged.
  package static func tableRow(_ line: Data) -> (step: Int, event: String)? {
    let cells = line.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
    guard cells.count == 3, let step = Int(String(decoding: cells[0], as: UTF8.self)) else { return nil }
    return (step, String(decoding: cells[1], as: UTF8.self))
  }

  /// The word for a step in the column `event`.
  package static let step = "step"
  /// The word for an evaluation in the column `event`.
  private static let evaluation = "evaluation"

  /// - Returns: the number of damaged rows.
  private static func cutBack(
    _ path: String, of folder: RunFolder, hasHeader: Bool, row: (Data) -> (step: Int, event: String)?,
    keeping isKept: ((step: Int, event: String)) -> Bool
  ) throws -> Int {
    if !FolderChain.isFile(path) { return 0 }
    let data = try InputFile.read(path, what: "metrics file")
    var kept = Data()
    var damaged = 0
    var isFirst = true
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if hasHeader && isFirst {
        kept.append(data[start...end])
      } else if let row = row(data[start..<end]) {
        if isKept(row) { kept.append(data[start...end]) }
      } else {
        damaged += 1
      }
      isFirst = false
      start = end + 1
    }
    if kept != data { try folder.write(kept, to: path) }
    return damaged
  }
}
