import Diagnostics
import JSON

/// The published dumps of the Flan collection: JSON Lines of finished prompts.
///
/// A line has `inputs`, `targets` and `task_name`, and may have `task_source` and `template_type`, each also
/// with a `_` before its name. The source (`Flan2021`, `T0`, `NIv2`, `CoT`, `Dialog`) is the tasks'
/// sub-mixture and cluster; source and template type stay with the instance as fields of those names.
package struct FlanCollectionSource: TaskSource {
  private let description: SourceDescription

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// A dump is many files with examples of the same tasks.
  package var mergesFiles: Bool { true }

  /// What a line's own words about itself may be called.
  private struct TaskKey: Hashable {
    let name: String
    let source: String?
  }

  /// Reads the file at `path` into `sink`.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    var indices: [TaskKey: Int] = [:]
    try JSONRecords.forEach(of: path, fields: ["inputs", "targets"]) { line in
      let object = try line.object()
      let source = try object.either("task_source")?.string().trimmedOrNil
      guard let nameField = object.either("task_name") else {
        throw JSONError.missingKey(location: line.location, key: "task_name", present: object.keys)
      }
      guard let name = try nameField.string().trimmedOrNil else {
        throw nameField.invalid("blank", mustBe: "the name of a task")
      }
      let key = TaskKey(name: name, source: source)
      let index = indices[key] ?? sink.begin(task(key, in: path, line: line.node.line))
      indices[key] = index
      var instance = Instance(
        input: try object.required("inputs").plainTexts().joined(separator: "\n").trimmed,
        references: try object.required("targets").plainTexts().compactMap(\.trimmedOrNil),
        line: line.node.line)
      instance.fields["task_source"] = source
      instance.fields["template_type"] = try Self.templateType(of: object)
      if let reason: DropReason = instance.references.isEmpty
        ? .blankTarget : instance.input.isEmpty ? .blankInput : nil
      {
        sink.skip(SkippedInstance(location: line.location, reason: reason), of: index)
      } else {
        try sink.append(instance, to: index)
      }
    }
    if indices.isEmpty {
      throw TaskDataError.emptyTask(
        location: SourceLocation(file: path), task: TaskFileName.stem(of: path), skipped: 0)
    }
  }

  private func task(_ key: TaskKey, in path: String, line: Int) -> InstructionTask {
    var task = InstructionTask(
      name: key.name, cluster: key.source ?? "flan", instances: [], promptStyle: .complete,
      origin: SourceLocation(file: path, line: line))
    task.subMixture = key.source
    return description.labeled(task)
  }

  private static func templateType(of object: JSONObject) throws -> String? {
    guard let field = object.either("template_type"), let type = try field.string().trimmedOrNil else {
      return nil
    }
    if PromptFormat(templateType: type, source: nil) == nil {
      throw field.invalid("'\(type)'", mustBe: "one of 'zs_opt', 'zs_noopt', 'fs_opt', 'fs_noopt'")
    }
    return type
  }
}

extension JSONObject {
  /// The value of `key`, or of the same key with a `_` before it.
  fileprivate func either(_ key: String) -> JSONField? { self[key] ?? self["_" + key] }
}

extension PromptFormat {
  /// The format in which a prompt of the Flan collection is written: `zs_...` shows no exemplars, `fs_...`
  /// does, and what comes from the chain-of-thought source reasons before it answers.
  /// - Returns: `nil` for another type.
  init?(templateType: String, source: String?) {
    let reasons = source?.lowercased() == "cot"
    if templateType.hasPrefix("zs") {
      self = reasons ? .zeroShotChainOfThought : .zeroShot
    } else if templateType.hasPrefix("fs") {
      self = reasons ? .fewShotChainOfThought : .fewShot
    } else {
      return nil
    }
  }
}

extension Instance {
  /// The format of a finished prompt, where its source says which it is.
  package var finishedFormat: PromptFormat? {
    fields["template_type"].flatMap { PromptFormat(templateType: $0, source: fields["task_source"]) }
  }
}
