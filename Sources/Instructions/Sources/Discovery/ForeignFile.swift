import Foundation

/// A kind of file that other programs read, and the command by which one of them writes it as JSON Lines.
package enum ForeignFile: Sendable, Equatable, CaseIterable {
  /// Parquet's columns.
  case parquet
  /// A database of SQLite.
  case sqlite
  /// A database of DuckDB.
  case duckDatabase
  /// A sheet of Excel.
  case spreadsheet
  /// Avro's records.
  case avro
  /// Arrow's stream, as Hugging Face's `datasets` keeps it.
  case arrow
  /// Arrow's file.
  case feather
  /// ORC's columns.
  case orc
  /// Compressed by zstd.
  case zstandard
  /// Compressed by xz.
  case xz
  /// Compressed by bzip2.
  case bzip2
  /// Compressed by lz4.
  case lz4
  /// An archive of zip.
  case zip
  /// An archive of tar.
  case tar

  /// The kind of the file at `path`, by its name, else by its first bytes.
  init?(_ path: String) {
    guard let kind = ForeignFile(named: path) ?? Self.byContent(path) else { return nil }
    self = kind
  }

  /// The kind of files of this name.
  init?(named name: String) {
    let name = name.lowercased()
    let kind = Self.allCases.first { kind in kind.extensions.contains { name.hasSuffix($0) } }
    guard let kind else { return nil }
    self = kind
  }

  private var extensions: [String] {
    switch self {
    case .parquet: [".parquet", ".pq"]
    case .sqlite: [".sqlite", ".sqlite3", ".db", ".db3"]
    case .duckDatabase: [".duckdb"]
    case .spreadsheet: [".xlsx"]
    case .avro: [".avro"]
    case .arrow: [".arrow", ".arrows"]
    case .feather: [".feather"]
    case .orc: [".orc"]
    case .zstandard: [".zst", ".zstd"]
    case .xz: [".xz"]
    case .bzip2: [".bz2"]
    case .lz4: [".lz4"]
    case .zip: [".zip"]
    case .tar: [".tar", ".tar.gz", ".tgz"]
    }
  }

  private static func byContent(_ path: String) -> ForeignFile? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    let start = (try? handle.read(upToCount: 16)) ?? Data()
    let marks: [(mark: [UInt8], kind: ForeignFile)] = [
      (Array("PAR1".utf8), .parquet), (Array("SQLite format 3\0".utf8), .sqlite),
      (Array("Obj\u{1}".utf8), .avro),
      (Array("ARROW1".utf8), .feather), (Array("ORC".utf8), .orc), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .xz), (Array("BZh".utf8), .bzip2), ([0x04, 0x22, 0x4D, 0x18], .lz4),
      (Array("PK\u{3}\u{4}".utf8), .zip),
    ]
    return marks.first { start.starts(with: $0.mark) }?.kind
  }

  /// Whether one call of the program takes several files by a pattern.
  var takesPatterns: Bool { [.parquet, .avro, .spreadsheet].contains(self) }

  /// A source's entry in a recipe that reads the file; words in capitals are for the user to replace.
  package func entry(for path: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let words = arguments(for: path).map { word in
      (try? encoder.encode(word)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
    return "{\"command\": [\(words.joined(separator: ", "))]}"
  }

  /// Those of a folder's files that are to be read, as one path or, where one call takes several files, one
  /// pattern.
  /// - Parameter paths: files of one kind, in order; those that are kept out of training are left out here.
  func path(of paths: [String]) -> String {
    let kept = SplitName.evaluationParts(of: paths.map(TaskFileName.stem))
    let training = paths.filter { !kept.contains(TaskFileName.stem(of: $0)) }
    let first = training.first ?? paths[0]
    guard training.count > 1, takesPatterns else { return first }
    let common = training.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    let name = common.reversed().drop { $0.isNumber }.reversed()
    return "\(String(name))*\(first.lowercased().hasSuffix(".pq") ? ".pq" : extensions[0])"
  }

  /// The program and its arguments; what it writes is one JSON object to a line.
  func arguments(for path: String) -> [String] {
    let text = "'" + path.replacing("'", with: "''") + "'"
    func duckdb(_ query: String) -> [String] { ["duckdb", "-jsonlines", "-c", query] }
    switch self {
    case .parquet:
      return duckdb("from \(path.lowercased().hasSuffix(".parquet") ? text : "read_parquet(\(text))")")
    case .spreadsheet: return duckdb("from read_xlsx(\(text))")
    case .avro: return duckdb("from read_avro(\(text))")
    case .duckDatabase: return ["duckdb", "-readonly", "-jsonlines", path, "-c", "from TABLE"]
    case .sqlite:
      let query = "select json_object('input', QUESTION, 'output', ANSWER) from TABLE"
      return ["sqlite3", "-readonly", path, query]
    case .arrow:
      return Self.python(
        "t = pyarrow.ipc.open_stream(pyarrow.memory_map(sys.argv[1]))", modules: "pyarrow.ipc", path)
    case .feather:
      return Self.python(
        "t = pyarrow.feather.read_table(sys.argv[1]).to_batches()", modules: "pyarrow.feather", path)
    case .orc:
      return Self.python("t = pyarrow.orc.read_table(sys.argv[1]).to_batches()", modules: "pyarrow.orc", path)
    case .zstandard: return Self.inner(path, ["zstd", "-dc", path])
    case .xz: return Self.inner(path, ["xz", "-dc", path])
    case .bzip2: return Self.inner(path, ["bzip2", "-dc", path])
    case .lz4: return Self.inner(path, ["lz4", "-dc", path])
    case .zip: return ["unzip", "-p", path]
    case .tar: return ["tar", "-xOf", path]
    }
  }

  private static func python(_ open: String, modules: String, _ path: String) -> [String] {
    let script =
      "import json, sys, \(modules); \(open); "
      + "[print(json.dumps(row, default=str)) for batch in t for row in batch.to_pylist()]"
    return ["python3", "-c", script, path]
  }

  /// A table inside a compressed file has to become JSON Lines as well.
  private static func inner(_ path: String, _ command: [String]) -> [String] {
    let name = TaskFileName.withoutExtension(path).lowercased()
    guard name.hasSuffix(".csv") || name.hasSuffix(".tsv") else { return command }
    let unpacked = command.dropLast().joined(separator: " ") + " \"$0\""
    return ["sh", "-c", "\(unpacked) | duckdb -jsonlines -c \"from read_csv('/dev/stdin')\"", path]
  }
}
