import ByteStreams
import Diagnostics
import JSON

/// An output that was made elsewhere, or by a run: a line of a JSON Lines file.
package struct StoredPrediction: Sendable, Equatable {
  /// Which example it answers.
  package enum ExampleID: Sendable, Equatable {
    /// The number of the example in its task, from 0.
    case index(Int)
    /// The example's own id.
    case text(String)

    /// For messages.
    var description: String {
      switch self {
      case .index(let index): "\(index)"
      case .text(let text): text
      }
    }
  }

  /// The task's name.
  package var task: String
  /// What the model wrote.
  package var prediction: String
  /// The answers that count as right, where the line says so.
  package var targets: [String]?
  /// What a model's vocabulary writes of the targets, where that is another text; counts as right as well.
  package var targetsAsWritten: [String]
  /// The example, where the line says so.
  package var id: ExampleID?
  /// The form in which the example was asked, where the line says so: a run asks one in several.
  package var format: String?
  /// The line.
  package var location: SourceLocation

  /// Reads the file at `path`, or all files `*.jsonl` of a folder in the order of their names, such as the
  /// one that a run writes for each suite: on each line an object with `task`, `prediction`, and `target` (a
  /// text or an array of texts) or `id` (a number or a text) or both, perhaps `targetAsWritten`; other keys
  /// are left alone.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SuiteError.noPredictions`.
  package static func readAll(_ path: String) throws -> [StoredPrediction] {
    var predictions: [StoredPrediction] = []
    for file in try files(path) {
      var lines = try LineStream(path: file, what: "file of predictions")
      while let line = try lines.nextFilled() {
        let field = try JSONDocument.parse(line.bytes, file: file, firstLine: line.number)
        predictions.append(try StoredPrediction(field))
      }
    }
    if predictions.isEmpty { throw SuiteError.noPredictions(path: path) }
    return predictions
  }

  private static func files(_ path: String) throws -> [String] {
    if !SuiteFiles.isFolder(path) { return [path] }
    return try InputFile.names(in: path, what: "folder of predictions").sorted()
      .filter { $0.hasSuffix(".jsonl") }.map { "\(path)/\($0)" }
  }

  init(_ field: JSONField) throws {
    let object = try field.object()
    task = try object.required("task").string()
    prediction = try object.required("prediction").string()
    targets = try object["target"].map { target in
      if case .string(let text) = target.node.content { return [text] }
      let texts = try target.array().map { try $0.string() }
      if texts.isEmpty {
        throw target.invalid("an empty array", mustBe: "a text or an array of at least one")
      }
      return texts
    }
    targetsAsWritten = try object["targetAsWritten"]?.array().map { try $0.string() } ?? []
    id = try object["id"].map { id in
      if case .string(let text) = id.node.content { return .text(text) }
      return .index(try id.integer())
    }
    format = try object["format"]?.string()
    location = SourceLocation(file: field.file, line: field.node.line)
  }
}
