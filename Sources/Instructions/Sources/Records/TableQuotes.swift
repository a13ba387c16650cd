import Diagnostics

/// Whether the fields of a table stand in quotes, where that is neither said nor a rule of its kind.
///
/// Tables with tabs know no quotes, but pandas and spreadsheets write them around fields that hold quotes,
/// tabs or line breaks, or around all.
struct TableQuotes {
  /// How many rows are looked at.
  private static let rows = 1000

  /// How the rows are to be read.
  private(set) var dialect: DelimitedRows.Dialect
  /// What was found out, for the user.
  private(set) var notes: [String] = []

  /// Looks at the first rows of the table at `path`.
  /// - Parameter asked: what the description says; `nil` lets the rows decide.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `TaskDataError.notUTF8`.
  init(_ path: String, delimiter: UInt8 = UInt8(ascii: "\t"), asked: Bool?) throws {
    dialect = DelimitedRows.Dialect(delimiter: delimiter, hasQuotes: asked ?? false)
    if asked != nil { return }
    let plain = try Self.sample(path, dialect)
    let quoted = plain.reduce(0) { $0 + $1.count(where: Self.isQuoted) }
    if !plain.contains(where: { $0.contains { $0.hasPrefix("\"") } }) { return }
    let taken = DelimitedRows.Dialect(delimiter: delimiter, hasQuotes: true)
    let parsed: [[String]]?
    do { parsed = try Self.sample(path, taken) } catch is SourceError { parsed = nil }
    if let parsed, Set(parsed.map(\.count)).count == 1, Self.mustBeTaken(plain, parsed) {
      dialect = taken
      notes = ["\(path): fields stand in quotes, which are taken off; \"quotes\": false keeps them"]
    } else if quoted > 0 {
      notes = [
        "\(path): \(quoted) fields of the first \(plain.count) rows stand in quotes, and are read with them; "
          + "\"quotes\": true takes them off"
      ]
    }
  }

  private static func sample(_ path: String, _ dialect: DelimitedRows.Dialect) throws -> [[String]] {
    var rows = try DelimitedRows(path: path, what: "task file", dialect: dialect)
    var sample: [[String]] = []
    while sample.count < Self.rows, let row = try rows.next() { sample.append(row.fields) }
    return sample
  }

  private static func isQuoted(_ field: String) -> Bool {
    field.utf8.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
  }

  /// Whether quotes are more than a part of the texts: something in them is written as it only is inside
  /// quotes, or a whole column is in them.
  private static func mustBeTaken(_ plain: [[String]], _ parsed: [[String]]) -> Bool {
    // A tab or a line break inside quotes.
    if plain.map(\.count) != parsed.map(\.count) { return true }
    if zip(plain, parsed).contains(where: { plain, parsed in
      zip(plain, parsed).contains { isQuoted($0) && $1.contains("\"") }
    }) {
      return true
    }
    // The first row may be names, which are often left bare.
    let data = plain.dropFirst()
    guard let columns = data.first?.count, data.count > 1 else { return false }
    return (0..<columns).contains { column in
      let filled = data.map { $0[column] }.filter { !$0.isEmpty }
      return filled.count > 1 && filled.allSatisfy(isQuoted)
    }
  }
}
