import ByteStreams
import Diagnostics
import JSON

/// Tells how a file is to be read, by its name, and by its content where the name leaves it open.
enum SourceDetector {
  /// How a file is read, and what its content says of it besides.
  struct Finding {
    /// The kind; never `auto`.
    var kind: SourceKind
    /// What the names of its fields say, which counts where nobody says otherwise.
    var description = SourceDescription()
  }

  /// Fields by which an object is known as an example.
  private static let telling = RecordShape.requiredFields.union(ChatTurn.listKeys).union([
    "input_ids", "target_ids",
  ])

  /// How the file at `path` is to be read.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `SourceError.unknownLayout`.
  static func finding(of path: String, description: SourceDescription) throws -> Finding {
    if description.kind != .auto { return Finding(kind: description.kind) }
    let name = TaskFileName.uncompressed(path)
    let isDescribed = description.fields != RecordFields()
    if name.hasSuffix(".csv") { return isDescribed ? Finding(kind: .csv) : try ofCommaSeparated(path) }
    if name.hasSuffix(".tsv") {
      return isDescribed ? Finding(kind: .tsv) : try ofTabSeparated(path, description: description)
    }
    let isLines = !name.hasSuffix(".json")
    if isDescribed { return Finding(kind: isLines ? .jsonLines : .json) }
    return try ofJSON(path, isLines: isLines)
  }

  private static func ofJSON(_ path: String, isLines: Bool) throws -> Finding {
    let outline = try JSONRecords.outline(of: path, telling: ["Instances", "Definition"])
    if outline.hasTellingKey { return Finding(kind: .naturalInstructions) }
    if isSQuAD(outline) { return Finding(kind: .squad) }
    guard let record = try outline.firstRecord(fields: telling, file: path), let object = try? record.object()
    else {
      // What is no JSON object is for a reader to complain of.
      return Finding(kind: isLines || outline.top == .array ? .jsonLines : .naturalInstructions)
    }
    if let error = columns(of: object, at: record.location) { throw error }
    if let finding = finding(of: object) { return finding }
    throw SourceError.unknownLayout(
      location: record.location,
      found: object.keys.isEmpty ? "has no keys" : "has the keys \(listed(object.keys))",
      example: SuggestedFields.example(isLines ? "jsonl" : "json", names: SuggestedFields.names(of: object)))
  }

  /// Whether `data` holds articles with paragraphs, or nothing that could be examples of another kind.
  private static func isSQuAD(_ outline: JSONOutline) -> Bool {
    guard outline.top == .object, outline.keys.contains("data") else { return false }
    guard let first = outline.arrays.first(where: { $0.key == "data" })?.first else { return true }
    return (try? first.object())?["paragraphs"] != nil
  }

  /// Whether an object is no example but the columns of many, as data frames are written: what is asked and
  /// what is answered are lists of one length.
  private static func columns(of object: JSONObject, at location: SourceLocation) -> SourceError? {
    guard let shape = RecordShape(fields: object.keys) else { return nil }
    let counts = shape.required.map { key in (try? object[key]?.array().count) ?? 0 }
    guard let count = counts.first, count > 1, counts.allSatisfy({ $0 == count }) else { return nil }
    return .columnsOfExamples(location: location, fields: shape.required, count: count)
  }

  /// How examples like this one are read.
  private static func finding(of object: JSONObject) -> Finding? {
    let keys = object.keys
    let collectionKeys = ["task_source", "_task_source", "template_type", "_template_type"]
    if keys.contains(where: collectionKeys.contains) { return Finding(kind: .flanCollection) }
    if let key = ChatTurn.listKey(of: object) {
      var description = SourceDescription()
      description.unreadFields = RecordShape.unread(of: object, used: Set([key] + ChatTurn.systemKeys))
      return Finding(kind: .chat, description: description)
    }
    if keys.contains("question"), let answer = try? object["answer"]?.string(), answer.contains("####") {
      return Finding(kind: .gsm8k)
    }
    if let shape = RecordShape(of: object) {
      var description = shape.description(fields: keys)
      let used = Set(description.fields.names + (shape.definition.map { [$0] } ?? []))
      description.unreadFields = RecordShape.unread(of: object, used: used)
      return Finding(kind: .jsonLines, description: description)
    }
    if keys.contains(where: ["inputs", "targets", "input_ids", "target_ids"].contains) {
      var description = SourceDescription()
      description.unreadFields = RecordShape.unread(of: object, used: Set(JSONLinesSource.keys))
      return Finding(kind: .jsonLines, description: description)
    }
    return nil
  }

  /// Of tables with tabs those are known whose first row has the names of a known layout, and Flan's
  /// chain-of-thought files, where the first row, the name or the content leaves no doubt: any table may have
  /// three columns.
  private static func ofTabSeparated(_ path: String, description: SourceDescription) throws -> Finding {
    let quotes = try TableQuotes(path, asked: description.quotes)
    var rows = try DelimitedRows(path: path, what: "task file", dialect: quotes.dialect)
    let rationales = Finding(kind: .chainOfThoughtTSV)
    guard let first = try rows.next() else { return rationales }
    var found = "has \(first.fields.count) tab-separated \(first.fields.count == 1 ? "column" : "columns")"
    if first.fields.count == 3 {
      let isKnown = ChainOfThoughtSet(named: TaskFileName.stem(of: path)) != nil
      if isKnown || ChainOfThoughtColumns(heading: first.fields) != nil { return rationales }
      if !ChainOfThoughtLook.isHeading(first.fields) {
        if ChainOfThoughtLook.isNamed(path) { return rationales }
        var sample = [first.fields]
        while sample.count < ChainOfThoughtLook.rows, let row = try rows.next() {
          if row.fields.count == 3 { sample.append(row.fields) }
        }
        if ChainOfThoughtLook.isShown(in: sample) { return rationales }
      }
      found =
        "has the three columns \(listed(first.fields)), not surely a question, an answer and a rationale"
    }
    if let known = byHeading(first.fields, kind: .tsv) { return known }
    throw SourceError.unknownLayout(
      location: SourceLocation(file: path, line: first.line), found: found,
      example: (first.fields.count == 3 ? "{\"kind\": \"cot-tsv\"} if that is what they are, else " : "")
        + SuggestedFields.example("tsv", names: first.fields.map(\.trimmed)))
  }

  private static func ofCommaSeparated(_ path: String) throws -> Finding {
    var rows = try DelimitedRows(path: path, what: "task file")
    guard let row = try rows.next() else { return Finding(kind: .multipleChoiceCSV) }
    var found = "has the columns \(listed(row.fields.map(\.trimmed)))"
    var example = SuggestedFields.example("csv", names: row.fields.map(\.trimmed))
    if MultipleChoiceLook.isChoice(row.fields) {
      var sample = [row.fields]
      while sample.count < MultipleChoiceLook.rows, let next = try rows.next() { sample.append(next.fields) }
      if MultipleChoiceLook.isNamed(path) || MultipleChoiceLook.isShown(in: sample) {
        return Finding(kind: .multipleChoiceCSV)
      }
      found = "has six columns, not surely a question, four options and the letter of one"
      example =
        "{\"kind\": \"mmlu-csv\"} if that is what they are, else "
        + "{\"kind\": \"csv\", \"header\": false, \"fields\": {\"input\": \"1\", \"output\": \"6\"}}"
    }
    if let known = byHeading(row.fields, kind: .csv) { return known }
    if row.fields.count == 1, let other = [";", "\t", "|"].first(where: row.fields[0].contains) {
      let names = row.fields[0].split(separator: other).map { String($0).trimmed }
      let sign = other == "\t" ? "\\t" : other
      example = SuggestedFields.example("csv\", \"delimiter\": \"\(sign)", names: names)
    }
    throw SourceError.unknownLayout(
      location: SourceLocation(file: path, line: row.line), found: found, example: example)
  }

  /// How a table is read whose first row has the names of a known layout.
  private static func byHeading(_ fields: [String], kind: SourceKind) -> Finding? {
    let names = fields.map(\.trimmed)
    guard let shape = RecordShape(fields: names) else { return nil }
    var description = shape.description(fields: names)
    let used = Set(description.fields.names + (shape.definition.map { [$0] } ?? []))
    description.unreadFields = names.filter { !$0.isEmpty && !used.contains($0) && !RecordShape.isLabel($0) }
    return Finding(kind: kind, description: description)
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(6).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    return names.isEmpty ? "none" : shown + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }
}
