import ByteStreams
import Diagnostics
import PositionedJSON

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
      return Finding(kind: isDescribed ? .tsv : try kindOfTabSeparated(path, description: description))
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
    if let finding = finding(of: object) { return finding }
    throw SourceError.unknownLayout(
      location: record.location, found: "has the keys \(listed(object.keys))",
      example: SuggestedFields.example(isLines ? "jsonl" : "json", names: object.keys))
  }

  /// Whether `data` holds articles with paragraphs, or nothing that could be examples of another kind.
  private static func isSQuAD(_ outline: JSONOutline) -> Bool {
    guard outline.top == .object, outline.keys.contains("data") else { return false }
    guard let first = outline.arrays.first(where: { $0.key == "data" })?.first else { return true }
    return (try? first.object())?["paragraphs"] != nil
  }

  /// How examples like this one are read.
  private static func finding(of object: JSONObject) -> Finding? {
    let keys = object.keys
    let collectionKeys = ["task_source", "_task_source", "template_type", "_template_type"]
    if keys.contains(where: collectionKeys.contains) { return Finding(kind: .flanCollection) }
    if ChatTurn.listKey(of: object) != nil { return Finding(kind: .chat) }
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

  /// Of tables with tabs only Flan's chain-of-thought files are known, and those only where the first row, the name or
  /// the content leaves no doubt: any table may have three columns.
  private static func kindOfTabSeparated(_ path: String, description: SourceDescription) throws -> SourceKind
  {
    let quotes = try TableQuotes(path, asked: description.quotes)
    var rows = try DelimitedRows(path: path, what: "task file", dialect: quotes.dialect)
    guard let first = try rows.next() else { return .chainOfThoughtTSV }
    var found = "has \(first.fields.count) tab-separated \(first.fields.count == 1 ? "column" : "columns")"
    if first.fields.count == 3 {
      let isKnown = ChainOfThoughtSet(named: TaskFileName.stem(of: path)) != nil
      if isKnown || ChainOfThoughtColumns(heading: first.fields) != nil { return .chainOfThoughtTSV }
      if !ChainOfThoughtLook.isHeading(first.fields) {
        if ChainOfThoughtLook.isNamed(path) { return .chainOfThoughtTSV }
        var sample = [first.fields]
        while sample.count < ChainOfThoughtLook.rows, let row = try rows.next() {
          if row.fields.count == 3 { sample.append(row.fields) }
        }
        if ChainOfThoughtLook.isShown(in: sample) { return .chainOfThoughtTSV }
      }
      found =
        "has the three columns \(listed(first.fields)), not surely a question, an answer and a rationale"
    }
    throw SourceError.unknownLayout(
      location: SourceLocation(file: path, line: first.line), found: found,
      example: (first.fields.count == 3 ? "{\"kind\": \"cot-tsv\"} if that is what they are, else " : "")
        + SuggestedFields.example("tsv", names: first.fields.map(\.trimmed)))
  }

  private static func ofCommaSeparated(_ path: String) throws -> Finding {
    var rows = try DelimitedRows(path: path, what: "task file")
    guard let row = try rows.next() else { return Finding(kind: .multipleChoiceCSV) }
    let letters = ["A", "B", "C", "D"]
    if row.fields.count == 6, letters.contains(row.fields[5].trimmed) {
      return Finding(kind: .multipleChoiceCSV)
    }
    let names = row.fields.map(\.trimmed)
    if let shape = RecordShape(fields: names) {
      return Finding(kind: .csv, description: shape.description(fields: names))
    }
    throw SourceError.unknownLayout(
      location: SourceLocation(file: path, line: row.line), found: "has the columns \(listed(names))",
      example: SuggestedFields.example("csv", names: names))
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(6).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    return names.isEmpty ? "none" : shown + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }
}
