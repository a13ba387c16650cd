import Diagnostics
import JSON

/// Conversations: of each the last reply is the target, and what was said before it is the prompt.
///
/// A single question stands as it is. Where more was said, each turn has its speaker's marker before it, and
/// the prompt ends with the assistant's. What follows the last reply is left out.
package struct ChatSource: TaskSource {
  private let description: SourceDescription
  private var markers: TurnMarkers { description.turnMarkers.over(.standard) }

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError`, `TaskDataError`, with
  ///   file, line and field; what the sink throws.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let name = description.name ?? TaskFileName.stem(of: path)
    let index = sink.begin(
      description.labeled(
        InstructionTask(
          name: name, cluster: name, instances: [], promptStyle: .complete, origin: SourceLocation(file: path)
        )))
    var isEmpty = true
    try JSONRecords.forEach(of: path, fields: ChatTurn.listKeys) { record in
      isEmpty = false
      let object = try record.object()
      guard let key = ChatTurn.listKeys.first(where: { object[$0] != nil }) else {
        throw JSONError.missingKey(location: record.location, key: ChatTurn.listKeys[0], present: object.keys)
      }
      var turns = try object.required(key).array().map(ChatTurn.init)
      if let first = try ChatTurn(besideTurns: object, turns) { turns.insert(first, at: 0) }
      switch instance(of: turns, line: record.node.line) {
      case .success(let instance): try sink.append(instance, to: index)
      case .failure(let unusable):
        sink.skip(SkippedInstance(location: record.location, reason: unusable.reason), of: index)
      }
    }
    if isEmpty {
      throw TaskDataError.emptyTask(location: SourceLocation(file: path), task: name, skipped: 0)
    }
  }

  private func instance(of turns: [ChatTurn], line: Int) -> Result<Instance, RecordLayout.Unusable> {
    guard let reply = turns.lastIndex(where: { $0.speaker == .assistant }),
      let target = turns[reply].text.trimmedOrNil
    else { return .failure(.init(reason: .blankTarget)) }
    let before = turns[..<reply].filter { !$0.text.isEmpty }
    guard before.contains(where: { $0.speaker != .system }) else {
      return .failure(.init(reason: .blankInput))
    }
    return .success(Instance(input: prompt(of: Array(before)), references: [target], line: line))
  }

  private func prompt(of turns: [ChatTurn]) -> String {
    if turns.count == 1 { return turns[0].text }
    let lines = turns.map { (markers[$0.speaker] ?? "") + $0.text } + [markers[.assistant] ?? ""]
    return lines.joined(separator: "\n").trimmed
  }
}
