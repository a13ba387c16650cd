import Diagnostics

/// Commands of a recipe whose output is needed and not there, where only a call that trains or fills the cache may run
/// them.
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
