import Diagnostics
import Foundation
import PositionedJSON

/// The two metrics files, as far as a resume is concerned.
///
/// A run that is resumed after step s does the steps after s again, so their rows are cut off first: the files
/// of a resumed run then equal those of a straight one, but for the columns of time.
public enum MetricsFiles {
  /// Drops every row of a step after `step` from `metrics.jsonl` and `metrics.csv`, and a last row that was not
  /// written to its end. `nil` drops all rows.
  ///
  /// A file without anything to drop is left alone; a missing one is fine.
  /// - Parameter keepsEvaluation: whether the evaluation after `step` itself stays; not where it is made again.
  /// - Throws: `FileError`.
  public static func cutBack(_ folder: RunFolder, to step: Int?, keepsEvaluation: Bool = true) throws {
    func isKept(_ row: Int?, _ event: String?) -> Bool {
      guard let step, let row else { return false }
      return row < step || (row == step && (keepsEvaluation || event != evaluation))
    }
    try cutBack(folder.metricsFile, hasHeader: false) { line in
      guard let row = try? JSONDocument.parse(line, file: "").object() else { return false }
      return isKept(try? row["step"]?.integer(), try? row["event"]?.string())
    }
    try cutBack(folder.metricsTableFile, hasHeader: true) { line in
      let cells = String(decoding: line, as: UTF8.self).split(
        separator: ",", omittingEmptySubsequences: false)
      return isKept(Int(cells[0]), cells.count > 1 ? String(cells[1]) : nil)
    }
  }

  /// The word for an evaluation in the column `event`.
  private static let evaluation = "evaluation"

  private static func cutBack(
    _ path: String, hasHeader: Bool, keeping isKept: (Data.SubSequence) -> Bool
  ) throws {
    if !FolderChain.isFile(path) { return }
    let data = try InputFile.read(path, what: "metrics file")
    var kept = Data()
    var isFirst = true
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if (hasHeader && isFirst) || isKept(data[start..<end]) { kept.append(data[start...end]) }
      isFirst = false
      start = end + 1
    }
    if kept != data { try AtomicFile.write(kept, to: path) }
  }
}
