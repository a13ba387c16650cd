import Foundation
import Storage

/// Collects the examples of a task's occurrences, in order, and writes them as a `TokenFile`.
struct TokenFileWriter {
  private var records: [Int64] = []
  private var inputs: [Int32] = []
  private var targets: [Int32] = []
  private var exemplars: [Int64] = []
  private var references = ByteWriter()
  private var kinds: [Provenance] = []
  private var numbers: [Provenance: Int] = [:]

  init() {}

  /// Adds the example of the next occurrence.
  mutating func append(_ example: TokenizedExample) {
    var kind = example.provenance
    (kind.task, kind.instance, kind.exemplars, kind.position) = ("", 0, [], nil)
    let number = numbers[kind] ?? kinds.count
    if number == kinds.count {
      kinds.append(kind)
      numbers[kind] = number
    }
    appendRecord(example, kind: number)
    inputs += example.inputs
    targets += example.targets
    exemplars += example.provenance.exemplars.map { exemplar in
      switch exemplar {
      case .positive(let index): Int64(index) << 1
      case .instance(let index): Int64(index) << 1 | 1
      }
    }
    references.append(list: example.references) { $0.append($1) }
  }

  /// Adds a row: where the example's parts start, or, in the last row, where those of the last example end.
  private mutating func appendRecord(_ example: TokenizedExample?, kind: Int) {
    var row = [
      inputs.count, targets.count, exemplars.count, references.bytes.count, example?.provenance.instance ?? 0,
      kind,
    ]
    row.append(example.map { TokenFile.checksum(of: $0, row: row) } ?? 0)
    records += row.map(Int64.init)
  }

  /// Writes the file.
  /// - Throws: `HDF5Error`, `FileError`; what was written is then removed.
  mutating func write(to path: String, fileSystem: FileSystem) throws {
    appendRecord(nil, kind: 0)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let kinds = Array(try encoder.encode(kinds))
    let file = try HDF5Writer(creating: path, fileSystem: fileSystem)
    try file.setAttribute("format", of: "/", to: TokenFile.format)
    try file.setAttribute("formatVersion", of: "/", to: TokenFile.version)
    try write("records", records, of: file, columns: TokenFile.columns)
    try write("inputs", inputs, of: file)
    try write("targets", targets, of: file)
    try write("exemplars", exemplars, of: file)
    try write("references", references.bytes, of: file)
    try write("kinds", kinds, of: file)
    try file.close()
  }

  private func write<Element: HDF5Element>(
    _ name: String, _ values: [Element], of file: HDF5Writer, columns: Int? = nil
  ) throws {
    let shape = columns.map { [values.count / $0, $0] } ?? [values.count]
    try values.withUnsafeBufferPointer {
      try file.write(
        name, shape: shape, values: $0, layout: .checked(level: 1, rows: columns == nil ? 8192 : 1024))
    }
  }
}
