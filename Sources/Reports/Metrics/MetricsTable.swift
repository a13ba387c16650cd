import Diagnostics
import Foundation
import Instructions
import Runs
import Storage

/// `metrics.csv` as it grows: a header, and under it a row for each step and evaluation.
final class MetricsTable {
  private let file: GrowingFile
  private let columns: [String]

  /// Opens the table of a run, or begins it.
  ///
  /// A table that a run has begun with other columns, such as before a suite was added, keeps its own in
  /// their order; the new ones come after them, empty in the rows that are there.
  /// - Throws: `FileError`, `TextFileError` where there is a table that cannot be read.
  init(_ folder: RunFolder, columns wanted: [String]) throws {
    let path = folder.metricsTableFile
    let known = FileManager.default.fileExists(atPath: path) ? try Self.header(of: path) : []
    let new = wanted.filter { !known.contains($0) }
    if !known.isEmpty, !new.isEmpty { try Self.widen(path, of: folder, by: new) }
    columns = known + new
    file = try GrowingFile(path, fileSystem: folder.fileSystem)
    if file.isEmpty { try file.append(Self.line(columns)) }
  }

  /// Adds a row; a column without a cell stays empty.
  /// - Throws: `FileError`.
  func append(_ cells: [String: String]) throws {
    try file.append(Self.line(columns.map { cells[$0] ?? "" }))
  }

  /// Forces the rows to the disk.
  /// - Throws: `FileError`.
  func synchronize() throws { try file.synchronize() }

  /// The columns of the table at `path`.
  /// - Throws: `FileError`, `TextFileError`.
  static func header(of path: String) throws -> [String] {
    var rows = try DelimitedRows(path: path, what: "metrics table")
    return try rows.next()?.fields ?? []
  }

  /// Puts columns at the end of every row of the table.
  private static func widen(_ path: String, of folder: RunFolder, by columns: [String]) throws {
    var lines = try String(decoding: InputFile.read(path, what: "metrics table"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    let names = columns.map(field).joined(separator: ",")
    let empty = String(repeating: ",", count: columns.count)
    for index in lines.indices { lines[index] += index == 0 ? "," + names : empty }
    try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: path)
  }

  /// A row.
  static func line(_ cells: [String]) -> [UInt8] {
    Array((cells.map(field).joined(separator: ",") + "\n").utf8)
  }

  /// A cell as RFC 4180 has it.
  private static func field(_ text: String) -> String {
    if !text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
