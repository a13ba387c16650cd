import ByteStreams
import Diagnostics
import JSON

/// Documents to be learned from as they are: plain text, or JSON objects with a text in one of their fields.
///
/// All files of a source are one task. White space at the ends of a document is taken away.
package struct TextSource: TaskSource {
  /// The field of a document's text where nothing else is said.
  package static let standardField = "text"

  private let description: SourceDescription
  private var division: DocumentDivision { description.documents ?? .file }

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Documents of every file go to the same task.
  package var mergesFiles: Bool { true }

  /// Reads the documents of the file at `path` into `sink`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError.severalArrays`,
  ///   `TaskDataError.notUTF8`, with file and line; what the sink throws.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let name = description.name ?? TaskFileName.stem(of: path)
    var task = InstructionTask(
      name: name, cluster: description.cluster ?? name, instances: [], promptStyle: .complete,
      origin: SourceLocation(file: path))
    task.holdsDocuments = true
    task.subMixture = description.subMixture
    let index = sink.begin(task)
    let file = TaskFileName.uncompressed(path)
    if SourceKind.jsonExtensions.contains(where: file.hasSuffix) {
      try readObjects(path, task: index, into: &sink)
    } else {
      try readText(path, task: index, into: &sink)
    }
  }

  private func readObjects(_ path: String, task: Int, into sink: inout some TaskSink) throws {
    let key = description.textField ?? Self.standardField
    try JSONRecords.forEach(of: path, fields: [key]) { record in
      let object = try record.object()
      let id = try object["id"]?.plainTexts().joined(separator: "\n").trimmedOrNil
      guard let field = object[key] else {
        throw JSONError.missingKey(location: record.location, key: key, present: object.keys)
      }
      let text = field.isNull ? "" : try field.string().trimmed
      try take(text, id: id, at: field.location, of: task, into: &sink)
    }
  }

  private func readText(_ path: String, task: Int, into sink: inout some TaskSink) throws {
    var lines = try LineStream(path: path, what: "text file")
    var document = OpenDocument()
    var isEmpty = true
    while let line = try lines.next() {
      guard let text = String(validating: line.bytes, as: UTF8.self) else {
        throw TaskDataError.notUTF8(location: SourceLocation(file: path, line: line.number))
      }
      let endsBefore = division == .line || division == .paragraph && line.isBlank
      if endsBefore, let (text, line) = document.close() {
        try take(text, at: SourceLocation(file: path, line: line), of: task, into: &sink)
        isEmpty = false
      }
      document.add(text, line: line.number)
    }
    let (text, line) = document.close() ?? ("", 1)
    if !text.isEmpty || isEmpty {
      try take(text, at: SourceLocation(file: path, line: line), of: task, into: &sink)
    }
  }

  private func take(
    _ text: String, id: String? = nil, at location: SourceLocation, of task: Int,
    into sink: inout some TaskSink
  ) throws {
    if text.isEmpty {
      sink.skip(SkippedInstance(location: location, reason: .blankText), of: task)
    } else {
      try sink.append(Instance(id: id, input: text, references: [], line: location.line ?? 1), to: task)
    }
  }
}

/// Where a document of a text file ends.
package enum DocumentDivision: String, Sendable, Codable, CaseIterable {
  /// With the file.
  case file
  /// At a blank line.
  case paragraph
  /// With the line.
  case line
}

/// A document whose lines are being read.
private struct OpenDocument {
  private var text = ""
  private var firstLine = 1

  /// Adds a line; blank ones before the first are no part of it.
  mutating func add(_ line: String, line number: Int) {
    if text.isEmpty {
      if line.trimmedOrNil == nil { return }
      firstLine = number
    } else {
      text += "\n"
    }
    text += line
  }

  /// The document, without white space at its ends, and its first line; `nil` where there is none.
  mutating func close() -> (text: String, line: Int)? {
    defer { text = "" }
    return text.trimmedOrNil.map { ($0, firstLine) }
  }
}
