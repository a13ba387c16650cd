import Diagnostics

/// MMLU's CSV files: no header; question, four options, and the letter of the right one. A file is a task.
package struct MultipleChoiceTableSource: TaskSource {
  private static let columns = ["question", "A", "B", "C", "D", "answer"]
  private let description: SourceDescription

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let stem = TaskFileName.stem(of: path)
    let index = sink.begin(
      description.labeled(
        InstructionTask(
          name: description.name ?? stem, cluster: "multiple choice",
          definitions: ["Choose the right answer to the question about \(Self.subject(of: stem))."],
          instances: [], origin: SourceLocation(file: path))))
    var rows = try DelimitedRows(path: path, what: "task file")
    while let row = try rows.next() {
      let place = SourceLocation(file: path, line: row.line)
      if row.fields.count != Self.columns.count {
        throw SourceError.fieldCount(location: place, found: row.fields.count, columns: Self.columns)
      }
      let options = row.fields[1...4].map(\.trimmed)
      let letter = row.fields[5].trimmed
      guard let choice = AnswerForm.index(ofLetter: letter), options.indices.contains(choice) else {
        if letter.isEmpty {
          sink.skip(SkippedInstance(location: place, reason: .blankTarget), of: index)
          continue
        }
        throw SourceError.noSuchOption(location: place, answer: letter, form: .letter, count: options.count)
      }
      let question = row.fields[0].trimmed
      let reason: DropReason? =
        options[choice].isEmpty ? .blankTarget : question.isEmpty ? .blankInput : nil
      if let reason {
        sink.skip(SkippedInstance(location: place, reason: reason), of: index)
      } else {
        try sink.append(
          Instance(
            input: question, references: [options[choice]], options: options.filter { !$0.isEmpty },
            line: row.line), to: index)
      }
    }
  }

  /// `high_school_physics_dev` is about high school physics.
  private static func subject(of stem: String) -> String {
    var words = stem.split(separator: "_").map(String.init)
    if words.count > 1, ["dev", "val", "test", "train"].contains(words[words.count - 1]) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }
}

/// Whether a table of six columns is one of MMLU's: a question, four options, and the letter of the right
/// one.
enum MultipleChoiceLook {
  /// How many rows are looked at.
  static let rows = 200

  /// Whether a row may be one of such a table.
  static func isChoice(_ fields: [String]) -> Bool {
    fields.count == 6 && ["A", "B", "C", "D"].contains(fields[5].trimmed)
  }

  /// Whether the path has MMLU's name in it.
  static func isNamed(_ path: String) -> Bool {
    let parts = path.split(separator: "/").suffix(3).map { $0.lowercased() }
    return parts.contains { $0.contains("mmlu") || $0.contains("hendrycks") }
  }

  /// Whether nearly all rows read like a question of several words with four different options.
  ///
  /// Names, numbers and grades do not.
  static func isShown(in rows: [[String]]) -> Bool {
    let fitting = rows.count { row in
      guard isChoice(row) else { return false }
      let question = row[0].trimmed
      let isAsked = question.hasSuffix("?") || question.split(whereSeparator: \.isWhitespace).count >= 4
      return isAsked && Set(row[1...4].map(\.trimmed)).count == 4
    }
    return !rows.isEmpty && Double(fitting) >= 0.9 * Double(rows.count)
  }
}
