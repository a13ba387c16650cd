import Diagnostics
import JSON

/// JSON with finished examples, one to a line or in an array.
///
/// An example has `inputs` and `targets` (texts; `targets` may be an array of acceptable ones), or
/// `input_ids` and `target_ids` (token ids); optional are `task` (or `task_name`), which sorts the examples
/// of one file into several tasks, `cluster`, `id`, `rationale` and `candidates`. Without `task` the file's
/// name is the task's. Numbers are texts, as they are written, and `null` is nothing.
package struct JSONLinesSource: TaskSource {
  /// The fields that hold what is asked and answered.
  private static let contentKeys = ["inputs", "targets", "input_ids", "target_ids"]
  /// The fields that are read.
  static let keys = contentKeys + ["task", "task_name", "cluster", "id", "rationale", "candidates"]

  private let description: SourceDescription

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError`, `TaskDataError`, with
  ///   file, line and field; what the sink throws.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let stem = TaskFileName.stem(of: path)
    var indices: [String: Int] = [:]
    var ids = InstanceIDs()
    try JSONRecords.forEach(of: path, fields: Self.contentKeys) { line in
      let object = try line.object()
      let name =
        try object.text("task") ?? object.text("task_name") ?? description.name ?? stem
      let index: Int
      if let known = indices[name] {
        index = known
      } else {
        let cluster = try object.text("cluster") ?? stem
        let origin = SourceLocation(file: path, line: line.node.line)
        index = sink.begin(
          description.labeled(
            InstructionTask(
              name: name, cluster: cluster, instances: [], promptStyle: .complete, origin: origin)))
        indices[name] = index
      }
      let instance = try object["input_ids"] == nil ? Self.text(object) : Self.tokens(object)
      if let reason = Self.flaw(of: instance) {
        sink.skip(SkippedInstance(location: line.location, reason: reason), of: index)
      } else {
        try ids.check(instance, ofTask: index, at: line.location)
        try sink.append(instance, to: index)
      }
    }
    if indices.isEmpty {
      throw TaskDataError.emptyTask(
        location: SourceLocation(file: path), task: description.name ?? stem, skipped: 0)
    }
  }

  private static func flaw(of instance: Instance) -> DropReason? {
    if let tokens = instance.tokens {
      return tokens.targets.isEmpty ? .blankTarget : tokens.inputs.isEmpty ? .blankInput : nil
    }
    return instance.references.isEmpty ? .blankTarget : instance.input.isEmpty ? .blankInput : nil
  }

  private static func text(_ object: JSONObject) throws -> Instance {
    Instance(
      id: try object.text("id"),
      input: try object.required("inputs").plainTexts().joined(separator: "\n").trimmed,
      references: try object.required("targets").plainTexts().compactMap(\.trimmedOrNil),
      rationale: try object.text("rationale"), candidates: try Candidates.read(object),
      line: object.field.node.line)
  }

  private static func tokens(_ object: JSONObject) throws -> Instance {
    Instance(
      id: try object.text("id"), input: "", references: [],
      tokens: TokenPair(
        inputs: try ids(object.required("input_ids")), targets: try ids(object.required("target_ids"))),
      line: object.field.node.line)
  }

  /// The ids without a final end-of-sequence id (1), which the stream adds itself; 0 is padding and refused.
  private static func ids(_ field: JSONField) throws -> [Int32] {
    var ids: [Int32] = []
    for element in try field.array() {
      let value = try element.integer()
      guard let id = Int32(exactly: value), id > 0 else {
        throw element.invalid(value, mustBe: "a token id from 1 (0 is padding)")
      }
      ids.append(id)
    }
    if ids.last == 1 { ids.removeLast() }
    return ids
  }
}

extension JSONObject {
  /// The value of `key` as one text; `nil` where it is missing, `null` or blank.
  /// - Throws: `JSONError.wrongType`.
  fileprivate func text(_ key: String) throws -> String? {
    try self[key]?.plainTexts().joined(separator: "\n").trimmedOrNil
  }
}
