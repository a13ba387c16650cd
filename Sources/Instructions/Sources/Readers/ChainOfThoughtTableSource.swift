import ByteStreams
import Diagnostics

/// Flan's chain-of-thought files: one example per line, question TAB answer TAB rationale.
///
/// The two characters `\n` stand for a newline. A first row that names the columns is no example, and they
/// may then stand in another order. The tasks are of the family `chain-of-thought`, and every instance that
/// has a rationale is asked for it; a line without one can still be asked directly.
package struct ChainOfThoughtTableSource: TaskSource {
  private let description: SourceDescription

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `SourceError`, `TaskDataError`, with file and line;
  ///   what the sink throws.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let quotes = try TableQuotes(path, asked: description.quotes)
    let stem = TaskFileName.stem(of: path)
    let name = description.name ?? stem
    let known = ChainOfThoughtSet(named: name) ?? ChainOfThoughtSet(named: stem)
    var begun = InstructionTask(
      name: name, cluster: "chain of thought", family: ChainOfThoughtSet.family,
      rationaleKind: known?.rationaleKind ?? .reasoned, instances: [], origin: SourceLocation(file: path))
    begun.formatRule = .reasoned
    begun.notes = quotes.notes
    let task = sink.begin(description.labeled(begun))
    var columns: ChainOfThoughtColumns?
    var rows = try DelimitedRows(path: path, what: "task file", dialect: quotes.dialect)
    while let row = try rows.next() {
      let place = SourceLocation(file: path, line: row.line)
      if row.fields.count != 3 {
        throw TaskDataError.wrongColumnCount(
          location: place, found: row.fields.count, expected: ["question", "answer", "rationale"])
      }
      if columns == nil, let named = ChainOfThoughtColumns(heading: row.fields) {
        columns = named
        sink[task: task].notes.append("\(place): the first row names the columns, and is no example")
        continue
      }
      let order = columns ?? .standard
      columns = order
      let instance = self.instance(of: row, order)
      if let reason: DropReason = instance.references.isEmpty
        ? .blankTarget : instance.input.isEmpty ? .blankInput : nil
      {
        sink.skip(SkippedInstance(location: place, reason: reason), of: task)
      } else {
        try sink.append(instance, to: task)
      }
    }
  }

  private func instance(of row: DelimitedRow, _ columns: ChainOfThoughtColumns) -> Instance {
    let texts = row.fields.map { (description.escapes == false ? $0 : $0.unescaped).trimmed }
    return Instance(
      input: texts[columns.question], references: [texts[columns.answer]].filter { !$0.isEmpty },
      rationale: texts[columns.rationale].trimmedOrNil, line: row.line)
  }
}
