import ByteStreams
import Diagnostics

/// Examples with fields that a description names: JSON Lines, one JSON array, or a table.
package struct RecordSource: TaskSource {
  private let description: SourceDescription
  private let kind: SourceKind
  private let formatRule: FormatRule

  /// A reader of `kind`, one of `jsonLines`, `json`, `csv` and `tsv`.
  /// - Parameter formatRule: which formats the tasks are asked in, where the description does not say.
  package init(_ description: SourceDescription, kind: SourceKind, formatRule: FormatRule = .stream) {
    self.description = description
    self.kind = kind
    self.formatRule = formatRule
  }

  /// A reader of GSM8K's files: the answer stands after `####`, the steps before it, with marks for a
  /// calculator. It is one of Flan's chain-of-thought sets.
  package static func gradeSchoolMath(_ description: SourceDescription) -> RecordSource {
    var standard = SourceDescription()
    standard.fields.input = "question"
    standard.fields.output = "answer"
    standard.answerMark = "####"
    standard.dropCalculatorMarks = true
    standard.cluster = "grade school math"
    standard.family = ChainOfThoughtSet.family
    return RecordSource(description.over(standard), kind: .jsonLines, formatRule: .reasoned)
  }

  /// Tasks that the records or the description name may go on in the next file.
  package var mergesFiles: Bool { description.name != nil || description.fields.task != nil }

  /// Reads the file at `path` into `sink`.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let layout = try RecordLayout(description, kind: kind, file: path)
    var tasks = RecordTasks(path: path, description: description, formatRule: formatRule)
    switch kind {
    case .csv, .tsv: try readTable(path, layout: layout, tasks: &tasks, into: &sink)
    default: try readObjects(path, layout: layout, tasks: &tasks, into: &sink)
    }
    if tasks.isEmpty {
      throw TaskDataError.emptyTask(
        location: SourceLocation(file: path), task: description.name ?? TaskFileName.stem(of: path),
        skipped: 0)
    }
  }

  private func readObjects(
    _ path: String, layout: RecordLayout, tasks: inout RecordTasks, into sink: inout some TaskSink
  ) throws {
    var familiar: Set<String>?
    try JSONRecords.forEach(of: path, fields: layout.names.map(RecordPath.firstKey(of:))) { element in
      var record = JSONRecord(object: try element.object())
      let known = familiar ?? Set(layout.names.filter { !record.isMissing($0) })
      familiar = known
      record.familiar = known
      try tasks.add(record, layout: layout, to: &sink)
    }
  }

  private func readTable(
    _ path: String, layout: RecordLayout, tasks: inout RecordTasks, into sink: inout some TaskSink
  ) throws {
    let quotes = try TableQuotes(path, delimiter: delimiter(path), asked: asksForQuotes)
    tasks.notes = quotes.notes
    var rows = try DelimitedRows(path: path, what: "task file", dialect: quotes.dialect)
    var columns: TableColumns?
    if let names = description.columns?.texts {
      columns = try TableColumns(names, at: SourceLocation(file: path))
    }
    var expectsHeader = description.header ?? (columns == nil)
    while let row = try rows.next() {
      let place = SourceLocation(file: path, line: row.line)
      if let columns, row.fields.count != columns.names.count {
        throw SourceError.fieldCount(location: place, found: row.fields.count, columns: columns.names)
      }
      guard let known = columns, !expectsHeader else {
        if columns == nil {
          let names = expectsHeader ? row.fields : row.fields.indices.map { "\($0 + 1)" }
          columns = try TableColumns(names, at: place)
        }
        if expectsHeader {
          expectsHeader = false
          continue
        }
        guard let columns else { continue }
        try tasks.add(TableRecord(columns: columns, row: row, file: path), layout: layout, to: &sink)
        continue
      }
      try tasks.add(TableRecord(columns: known, row: row, file: path), layout: layout, to: &sink)
    }
  }

  /// Whether quotes stand around fields; `nil` is for the rows to tell.
  private var asksForQuotes: Bool? { description.quotes ?? (kind == .tsv ? nil : true) }

  private func delimiter(_ path: String) throws -> UInt8 {
    guard let text = description.delimiter else { return UInt8(ascii: kind == .tsv ? "\t" : ",") }
    let bytes = Array(text.utf8)
    let isUsable = bytes.count == 1 && bytes[0] != 0x22 && bytes[0] != 0x0A && bytes[0] != 0x0D
    guard isUsable, bytes[0] != 0 else {
      throw SourceError.invalidSetting(
        location: SourceLocation(file: path), key: "delimiter", value: text,
        requirement: "one ASCII character that is neither a quote nor a line break")
    }
    return bytes[0]
  }
}

/// The tasks of a file whose records are sorted into them.
struct RecordTasks {
  let path: String
  let description: SourceDescription
  let formatRule: FormatRule
  /// What was found out about the file, for the first of its tasks.
  var notes: [String] = []
  private var indices: [String: Int] = [:]
  private var ids = InstanceIDs()

  init(path: String, description: SourceDescription, formatRule: FormatRule) {
    self.path = path
    self.description = description
    self.formatRule = formatRule
  }

  var isEmpty: Bool { indices.isEmpty }

  mutating func add(_ record: some Record, layout: RecordLayout, to sink: inout some TaskSink) throws {
    let said = try layout.task(of: record)
    let name = said.name ?? description.name ?? TaskFileName.stem(of: path)
    let index: Int
    if let known = indices[name] {
      index = known
    } else {
      var task = InstructionTask(
        name: name, cluster: said.cluster ?? TaskFileName.stem(of: path), instances: [],
        origin: SourceLocation(file: path, line: record.location.line))
      task.subMixture = said.subMixture
      task.formatRule = formatRule
      task.notes = notes
      notes = []
      index = sink.begin(description.labeled(task))
      indices[name] = index
    }
    for name in layout.names where record.isMissing(name) {
      sink[task: index].absentFields[name, default: 0] += 1
    }
    switch try layout.instance(of: record) {
    case .success(let instance):
      try ids.check(instance, ofTask: index, at: record.location)
      try sink.append(instance, to: index)
    case .failure(let unusable):
      sink.skip(SkippedInstance(location: record.location, reason: unusable.reason), of: index)
    }
  }
}
