import Diagnostics
import Instructions
import Runs

/// Commands of a recipe whose output is needed and not there, where only a call that trains or fills the
/// cache may run them.
package struct CommandsNotRun: UserError, Equatable {
  /// A command.
  package struct Command: Sendable, Equatable {
    /// The setting that names it.
    package let location: SourceLocation
    /// The command as one would type it.
    package let text: String
    /// The folder that it would run in.
    package let folder: String

    /// The command, in words.
    package var words: String { "\(location): the command \(text) has not been run yet, in \(folder)" }
  }

  /// The recipe's file.
  package let recipe: String
  /// The commands; not empty.
  package let commands: [Command]

  /// The call comes before the one that it needs.
  package var category: FailureCategory { .usage }

  /// The commands have places of their own.
  package var location: SourceLocation? { nil }

  /// What is wrong.
  package var problem: String { commands.map(\.words).joined(separator: "\n") }

  /// What to do about it.
  package var nextStep: String? {
    "'flan-train cache \(recipe)' runs \(commands.count == 1 ? "it" : "them"), and so does training; "
      + "this call runs nothing."
  }
}

extension TaskCollection {
  /// What of the files was taken to be so, was not used or stands for something else, in words: quotes and
  /// headings, fields that are not read, fields that some examples lack, and instances that are of no use.
  package var readingNotes: [String] { tasks.flatMap(\.notes) + unreadFields + absentFields + blankInstances }

  /// One line for all tasks with the same unread fields.
  private var unreadFields: [String] {
    Dictionary(grouping: tasks.filter { !$0.unreadFields.isEmpty }, by: \.unreadFields)
      .sorted { $0.value[0].name < $1.value[0].name }
      .map { fields, tasks in
        let names = fields.map { "'\($0)'" }.joined(separator: ", ")
        let others = tasks.count == 1 ? "" : " and \(tasks.count - 1) more tasks"
        return "the text \(fields.count == 1 ? "field \(names) is" : "fields \(names) are") not read in "
          + "\(tasks[0].origin.file)\(others); say in 'fields' what is what to use more"
      }
  }

  /// One line for each task and field.
  private var absentFields: [String] {
    tasks.flatMap { task in
      task.absentFields.sorted { $0.key < $1.key }.map { name, count in
        "\(count) \(count == 1 ? "example" : "examples") of '\(task.name)' in \(task.origin.file) "
          + "without the field '\(name)', which counts as blank"
      }
    }
  }

  /// One line for each task that has instances without an answer.
  private var blankInstances: [String] {
    tasks.compactMap { task in
      guard let first = task.skipped.first else { return nil }
      let count = task.skippedCount
      return
        "\(count) \(count == 1 ? "instance" : "instances") of '\(task.name)' left out: \(first.location): "
        + LedgerLines.words(for: first.reason) + (count > 1 ? ", and \(count - 1) more" : "")
    }
  }
}
