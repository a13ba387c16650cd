import Diagnostics

/// Commands of a recipe whose output is needed and not there, where only a call that trains or fills the cache may run
/// them.
public struct CommandsNotRun: UserError, Equatable {
  /// A command.
  public struct Command: Sendable, Equatable {
    /// The setting that names it.
    public let location: SourceLocation
    /// The command as one would type it.
    public let text: String
    /// The folder that it would run in.
    public let folder: String

    /// The command, in words.
    public var words: String { "\(location): the command \(text) has not been run yet, in \(folder)" }
  }

  /// The recipe's file.
  public let recipe: String
  /// The commands; not empty.
  public let commands: [Command]

  /// The call comes before the one that it needs.
  public var category: FailureCategory { .usage }

  /// The commands have places of their own.
  public var location: SourceLocation? { nil }

  /// What is wrong.
  public var problem: String { commands.map(\.words).joined(separator: "\n") }

  /// What to do about it.
  public var nextStep: String? {
    "'flan-train cache \(recipe)' runs \(commands.count == 1 ? "it" : "them"), and so does training; "
      + "this call runs nothing."
  }
}
